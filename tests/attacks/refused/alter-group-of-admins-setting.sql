-- Leaves a setting on the group of admins.
-- as: support
-- expect: permission denied
alter role epic_admin set search_path = 'pg_temp';
