-- Reads a file of the server.
-- as: support
-- expect: permission denied
select pg_read_file('/etc/passwd');
