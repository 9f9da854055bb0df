-- Reads what others run without signing in.
-- as: nobody
-- expect: no loot
select query from pg_stat_activity where query like '%hunter2%' and pid <> pg_backend_pid();
