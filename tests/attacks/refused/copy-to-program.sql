-- Runs a program on the server.
-- as: support
-- expect: must be superuser
-- expect from 16: permission denied to COPY to or from an external program
copy (select 1) to program 'touch /tmp/epic-was-here';
