-- Takes the role that owns every table.
-- as: commercial
-- expect: permission denied to set role
set role epic_owner;
update clients set commercial_id = 2;
