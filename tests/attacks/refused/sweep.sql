-- Sweeps sessions away.
-- as: commercial
-- expect: permission denied
select auth.sweep();
