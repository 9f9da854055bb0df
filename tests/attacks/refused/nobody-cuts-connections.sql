-- Cuts connections without signing in.
-- as: nobody
-- expect: must be a member of the role whose process is being terminated or member of pg_signal_backend
-- expect from 16: permission denied to terminate process
select pg_terminate_backend(pid) from pg_stat_activity where usename ~ '^s_';
