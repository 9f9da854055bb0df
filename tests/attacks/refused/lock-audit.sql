-- Locks the audit, so that nobody can change anything.
-- as: support
-- expect: permission denied
begin;
lock table audit.log in access exclusive mode;
