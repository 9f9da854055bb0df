-- Writes down a run after its session has ended.
-- as: support
-- expect: permission denied
select auth.logout();
select audit.begin_run('x');
