-- Writes a file on the server.
-- as: support
copy clients to '/tmp/epic-stolen.csv';
