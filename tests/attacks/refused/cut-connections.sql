-- Cuts the connections of others.
-- as: support
-- expect: must be a superuser to terminate superuser process
-- expect from 16: permission denied to terminate process
select pg_terminate_backend(pid) from pg_stat_activity where usename <> session_user;
