-- Drops the group of admins.
-- as: commercial
-- expect: permission denied to drop role
drop role epic_admin;
