-- Takes an advisory lock that an installer waits for.
-- as: support
-- set up by: superuser
-- expect: permission denied
select pg_advisory_lock_shared(1, 2);
