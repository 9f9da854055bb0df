-- Calls the trigger that ends sessions.
-- as: commercial
-- expect: permission denied
select auth.drop_session_role();
