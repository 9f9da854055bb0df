-- Counts what the function for logins read: one row more if somebody has the address.
-- as: support
-- set up by: superuser
-- expect: permission denied for function pg_stat_get_xact_tuples_returned
select pg_stat_get_xact_tuples_returned(i.indexrelid) from pg_index i;
