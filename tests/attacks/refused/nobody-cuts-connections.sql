-- Cuts connections without signing in.
-- as: nobody
select pg_terminate_backend(pid) from pg_stat_activity where usename ~ '^s_';
