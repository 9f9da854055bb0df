-- Arranges that tables to come belong to everybody.
-- as: support
-- expect: must be member of role
-- expect from 16: permission denied to change default privileges
alter default privileges for role epic_owner grant all on tables to public;
