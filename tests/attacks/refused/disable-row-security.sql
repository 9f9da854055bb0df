-- Switches row security off for a table.
-- as: commercial
-- expect: must be owner
alter table clients disable row level security;
