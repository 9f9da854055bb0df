-- Writes a file on the server.
-- as: support
-- expect: must be superuser
copy clients to '/tmp/epic-stolen.csv';
