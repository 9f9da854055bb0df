-- Forgets the statistics that the planner and the admins rely on.
-- as: support
-- expect: permission denied
select pg_stat_reset();
