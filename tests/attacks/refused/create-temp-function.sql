-- Makes a temporary function that shadows one of ours.
-- as: commercial
-- expect: permission denied
create function pg_temp.uid() returns int language sql as $$ select 1 $$;
