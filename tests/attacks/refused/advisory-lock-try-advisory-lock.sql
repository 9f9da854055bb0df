-- Takes an advisory lock that an installer waits for.
-- as: support
-- set up by: superuser
-- expect: permission denied
select pg_try_advisory_lock(1);
