-- Takes the role that makes roles.
-- as: commercial
-- expect: permission denied to set role
set role epic_gate;
create role intruder superuser;
