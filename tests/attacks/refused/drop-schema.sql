-- Drops a schema with all that is in it.
-- as: commercial
-- expect: must be owner
drop schema crm cascade;
