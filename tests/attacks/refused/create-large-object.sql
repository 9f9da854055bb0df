-- Fills the disk with large objects.
-- as: support
-- expect: permission denied
select lo_create(0);
