-- Drops what admins own.
-- as: support
-- expect: permission denied
drop owned by epic_admin;
