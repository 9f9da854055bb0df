-- Ends sessions in the name of the owner.
-- as: commercial
-- expect: permission denied
select auth.end_what_is_over();
