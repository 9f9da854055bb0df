-- Runs a program on the server.
-- as: support
copy (select 1) to program 'touch /tmp/epic-was-here';
