-- Sets a password whose costs take all memory of whoever signs in.
-- as: admin
-- expect: the costs of a password are those of the settings
select auth.set_password(2, repeat('x', 16)::bytea, 'm=9999999,t=999,p=1', sha256('x'));
