-- Opens another session from inside one.
-- as: commercial
-- expect: permission denied
select auth.token(gen_random_uuid());
