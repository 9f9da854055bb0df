-- Reads everybody's sessions.
-- as: support
-- expect: permission denied
select * from auth.session;
