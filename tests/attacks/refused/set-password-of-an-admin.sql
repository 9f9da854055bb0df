-- Sets the password of an admin.
-- as: commercial
-- expect: no loot
select true where auth.set_password(1, repeat('x', 16)::bytea, 'm=19456,t=2,p=1', sha256('x'));
