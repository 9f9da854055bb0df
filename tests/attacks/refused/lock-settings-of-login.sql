-- Locks the settings of login, so that nobody can sign in.
-- as: support
-- expect: permission denied
select * from auth.config for update;
