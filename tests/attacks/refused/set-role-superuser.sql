-- Takes the role of a superuser.
-- as: commercial
-- expect: permission denied to set role
set role postgres;
