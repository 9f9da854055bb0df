-- Puts a label on a table.
-- as: support
security label on table clients is 'mine';
