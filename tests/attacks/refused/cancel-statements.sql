-- Cancels the statements of others.
-- as: support
-- expect: must be a superuser to cancel superuser query
-- expect from 16: permission denied to cancel query
select pg_cancel_backend(pid) from pg_stat_activity where usename <> session_user;
