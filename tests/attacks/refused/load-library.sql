-- Loads a library into the server.
-- as: support
load '/tmp/mine.so';
