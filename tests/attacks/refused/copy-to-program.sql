-- Runs a program on the server.
-- as: support
-- expect: must be superuser
copy (select 1) to program 'touch /tmp/epic-was-here';
