-- Reads a file of the server as bytes.
-- as: support
-- expect: permission denied
select pg_read_binary_file('PG_VERSION');
