-- Takes the group of admins.
-- as: support
-- expect: permission denied to set role
set role epic_admin;
delete from events;
