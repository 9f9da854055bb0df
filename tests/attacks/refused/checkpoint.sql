-- Makes the server write everything out, again and again.
-- as: support
-- expect: must be superuser
checkpoint;
