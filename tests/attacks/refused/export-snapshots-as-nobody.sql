-- Leaves a file on the server for each snapshot.
-- as: nobody
-- set up by: superuser
-- expect: permission denied for function pg_export_snapshot
select pg_export_snapshot();
