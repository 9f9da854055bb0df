-- Ends the sessions of an admin.
-- as: commercial
-- expect: permission denied
select auth.end_sessions_of(1);
