-- Replaces the function that says who is asking.
-- as: commercial
-- expect: permission denied
create or replace function auth.uid() returns int language sql as $$ select 1 $$;
