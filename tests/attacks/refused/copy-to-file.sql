-- Writes a file on the server.
-- as: support
-- expect: must be superuser
-- expect from 16: permission denied to COPY to a file
copy clients to '/tmp/epic-stolen.csv';
