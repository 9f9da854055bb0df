-- Gives itself the passwords.
-- as: support
-- expect: permission denied
grant select on auth.credential to public;
