-- Makes the server write everything out, again and again.
-- as: support
checkpoint;
