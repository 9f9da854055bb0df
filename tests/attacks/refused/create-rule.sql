-- Rewrites what an update does.
-- as: commercial
-- expect: must be owner
create rule mine as on update to clients do also delete from events;
