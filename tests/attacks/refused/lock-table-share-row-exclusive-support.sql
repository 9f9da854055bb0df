-- Locks a table (share row exclusive), so that others wait.
-- as: support
-- expect: permission denied
begin;
lock table clients in share row exclusive mode;
