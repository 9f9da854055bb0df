-- Reads a file of the server as a large object.
-- as: support
-- expect: permission denied
select lo_import('/etc/passwd');
