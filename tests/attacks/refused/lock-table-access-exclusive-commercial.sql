-- Locks a table (access exclusive), so that others wait.
-- as: commercial
-- expect: permission denied
lock table clients in access exclusive mode;
