-- Fills the disk with large objects.
-- as: support
-- set up by: superuser
-- expect: permission denied
select lo_create(0);
