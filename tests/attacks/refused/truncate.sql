-- Empties a table in one go, past the policies.
-- as: commercial
-- expect: permission denied
truncate events;
