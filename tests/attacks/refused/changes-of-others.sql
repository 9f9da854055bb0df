-- Reads what others changed in their runs.
-- as: support
-- expect: no loot
select * from audit.changes('00000000-0000-4000-8000-000000000000');
