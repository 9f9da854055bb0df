-- Lets why() evaluate something on a table that nobody may read.
-- as: commercial
-- expect: no loot
select * from epic.why('auth.credential', 'update', 1);
