-- Reads the planner's samples of secret columns.
-- as: support
-- expect: no loot
select * from pg_stats where schemaname in ('auth', 'audit');
