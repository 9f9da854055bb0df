-- Takes an advisory lock that an installer waits for.
-- as: support
-- expect: permission denied
select pg_try_advisory_xact_lock_shared(1);
