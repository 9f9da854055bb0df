-- Asks for the history, field by field, of rows that nobody may read.
-- as: support
-- expect: no loot
select * from audit.history_by_field('auth.credential', 1);
