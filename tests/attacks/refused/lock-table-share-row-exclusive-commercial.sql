-- Locks a table (share row exclusive), so that others wait.
-- as: commercial
-- expect: permission denied
begin;
lock table clients in share row exclusive mode;
