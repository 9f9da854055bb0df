-- Fills the disk with large objects, another way.
-- as: support
-- set up by: superuser
-- expect: permission denied
select lo_from_bytea(0, 'mine');
