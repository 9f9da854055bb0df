-- Keeps the server from ever deleting its log.
-- as: support
select pg_create_physical_replication_slot('mine', true);
