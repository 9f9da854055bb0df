-- Locks a table (access exclusive), so that others wait.
-- as: commercial
-- expect: permission denied
begin;
lock table clients in access exclusive mode;
