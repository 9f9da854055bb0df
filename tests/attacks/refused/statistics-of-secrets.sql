-- Reads the planner's samples of secret columns.
-- as: support
select * from pg_stats where schemaname in ('auth', 'audit');
