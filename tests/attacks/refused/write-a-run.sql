-- Writes down a run in the name of an admin.
-- as: commercial
-- expect: permission denied
insert into audit.runs (script, uid) values ('entry', 1);
