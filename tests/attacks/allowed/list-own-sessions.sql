-- Everybody lists their own sessions.
-- as: support
select * from auth.sessions();
