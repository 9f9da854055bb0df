-- Takes the server into backup mode.
-- as: support
-- expect: function pg_backup_start(unknown) does not exist
-- expect from 15: permission denied
select pg_backup_start('mine');
