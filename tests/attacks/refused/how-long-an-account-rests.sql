-- Asks until when an account rests, without its password.
-- as: support
-- expect: permission denied for function rests_until
select auth.rests_until(gen_random_uuid());
