-- Makes a role of its own.
-- as: commercial
-- expect: permission denied to create role
create role intruder login password 'x' in role epic_admin;
