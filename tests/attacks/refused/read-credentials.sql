-- Reads what proves passwords.
-- as: support
-- expect: permission denied
select * from auth.credential;
