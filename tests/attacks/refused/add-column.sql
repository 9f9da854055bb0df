-- Adds a column.
-- as: commercial
-- expect: must be owner
alter table clients add column mine text;
