-- Arranges that tables to come belong to everybody.
-- as: support
-- expect: permission denied
alter default privileges for role epic_owner grant all on tables to public;
