-- Calls a function of sessions without one.
-- as: nobody
-- expect: permission denied
select auth.uid();
