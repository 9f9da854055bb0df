-- Makes the server write everything out, again and again.
-- as: support
-- expect: must be superuser
-- expect from 16: permission denied to execute CHECKPOINT command
checkpoint;
