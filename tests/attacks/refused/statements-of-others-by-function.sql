-- Reads what others run by the function below the view.
-- as: support
-- expect: no loot
select pg_stat_get_backend_activity(id) from pg_stat_get_backend_idset() id
 where pg_stat_get_backend_activity(id) like '%hunter2%' and pg_stat_get_backend_pid(id) <> pg_backend_pid();
