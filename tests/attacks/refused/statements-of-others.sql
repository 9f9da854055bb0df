-- Reads what others run.
-- as: support
-- expect: no loot
select usename, query from pg_stat_activity where query like '%hunter2%' and pid <> pg_backend_pid();
