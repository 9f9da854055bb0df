-- Cancels the statements of others.
-- as: support
select pg_cancel_backend(pid) from pg_stat_activity where usename <> session_user;
