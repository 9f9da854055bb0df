-- Locks a table (share row exclusive), so that others wait.
-- as: commercial
-- expect: permission denied
lock table clients in share row exclusive mode;
