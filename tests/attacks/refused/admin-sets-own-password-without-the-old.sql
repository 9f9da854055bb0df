-- An admin sets their own password without proving the present one: a stolen token must not.
-- as: admin
-- expect: no loot
select true where auth.set_password(auth.uid(), repeat('x', 16)::bytea, 'm=19456,t=2,p=1', sha256('x'));
