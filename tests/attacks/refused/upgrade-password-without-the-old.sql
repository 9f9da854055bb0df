-- Replaces its password under the pretext of better parameters.
-- as: commercial
-- expect: no loot
select true where auth.upgrade(repeat('x', 16)::bytea, auth.argon(), sha256('x'), gen_random_uuid());
