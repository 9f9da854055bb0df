-- Sets a password whose costs are none, so that the login ends with an error.
-- as: admin
-- expect: the costs of a password are those of the settings
select auth.set_password(2, repeat('x', 16)::bytea, 'm=19456 t=2', sha256('x'));
