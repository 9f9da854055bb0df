-- Locks a table (row exclusive), so that others wait.
-- as: commercial
-- expect: permission denied
begin;
lock table clients in row exclusive mode;
