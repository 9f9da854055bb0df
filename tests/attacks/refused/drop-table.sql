-- Drops a table.
-- as: commercial
-- expect: must be owner
drop table events;
