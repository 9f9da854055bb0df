-- Reloads the server's settings.
-- as: support
-- expect: permission denied
select pg_reload_conf();
