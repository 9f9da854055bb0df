-- Puts a temporary view in front of a table.
-- as: commercial
-- expect: permission denied
create temp view clients as select 1 as id;
