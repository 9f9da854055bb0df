-- Leaves a setting for everybody who connects.
-- as: commercial
-- expect: must be owner
alter database {database} set search_path = pg_temp;
