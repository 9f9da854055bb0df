-- Makes a leaky function in the schema public.
-- as: commercial
-- expect: permission denied
create function public.leak(text) returns bool language plpgsql cost 0.0000001 as $$ begin raise notice '%', $1; return true; end $$;
