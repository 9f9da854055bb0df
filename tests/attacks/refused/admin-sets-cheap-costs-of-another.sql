-- Sets a password whose costs are so low that the key is easy to guess from.
-- as: admin
-- expect: the costs of a password are those of the settings
select auth.set_password(2, repeat('x', 16)::bytea, 'm=8,t=1,p=1', sha256('x'));
