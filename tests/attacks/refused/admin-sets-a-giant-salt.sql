-- Sets a password with a salt that is no salt, so that the login ends with an error.
-- as: admin
-- expect: a salt has from 16 to 64 bytes
select auth.set_password(2, repeat('x', 1000000)::bytea, auth.argon(), sha256('x'));
