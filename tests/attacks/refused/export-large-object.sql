-- Writes a large object to a file of the server.
-- as: support
-- expect: permission denied
select lo_export(1, '/tmp/epic-stolen');
