-- Puts a temporary table in front of a real one.
-- as: commercial
-- expect: permission denied
create temp table clients (id int);
