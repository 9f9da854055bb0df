-- Chooses own costs, which addresses that nobody has are told as well.
-- as: support
-- expect: the costs of a password are those of the settings
select auth.set_password(auth.uid(), repeat('x', 16)::bytea, 'm=1048576,t=16,p=1', sha256('x'), gen_random_uuid());
