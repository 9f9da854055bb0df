-- An admin sets the password of somebody else.
-- as: admin
select auth.set_password(5, repeat('x', 16)::bytea, 'm=19456,t=2,p=1', sha256('x'));
