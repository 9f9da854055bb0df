-- Loads a library into the server.
-- as: support
-- expect: access to library "/tmp/mine.so" is not allowed
load '/tmp/mine.so';
