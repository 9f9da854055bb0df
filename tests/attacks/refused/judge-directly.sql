-- Has a guess judged without the limits around it.
-- as: commercial
-- expect: permission denied
select auth.judge(gen_random_uuid());
