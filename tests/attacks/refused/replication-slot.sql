-- Keeps the server from ever deleting its log.
-- as: support
-- expect: must be superuser or replication role to use replication slots
-- expect from 16: permission denied to use replication slots
select pg_create_physical_replication_slot('mine', true);
