-- Asks whether a file of the server is there.
-- as: support
-- expect: permission denied
select pg_stat_file('/etc/shadow');
