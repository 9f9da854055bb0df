-- Rotates the server's log.
-- as: support
-- expect: permission denied
select pg_rotate_logfile();
