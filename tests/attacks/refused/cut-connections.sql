-- Cuts the connections of others.
-- as: support
select pg_terminate_backend(pid) from pg_stat_activity where usename <> session_user;
