-- Puts a label on a table.
-- as: support
-- expect: no security label providers have been loaded
security label on table clients is 'mine';
