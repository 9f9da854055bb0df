-- Takes the server into backup mode.
-- as: support
-- expect: permission denied
select pg_backup_start('mine');
