-- Fills the disk with log segments.
-- as: support
-- expect: permission denied
select pg_switch_wal();
