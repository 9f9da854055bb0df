-- Cancels the statements of others.
-- as: support
-- expect: must be a superuser to cancel superuser query
select pg_cancel_backend(pid) from pg_stat_activity where usename <> session_user;
