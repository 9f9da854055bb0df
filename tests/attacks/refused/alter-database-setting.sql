-- Leaves a setting for everybody who connects.
-- as: commercial
-- expect: must be owner
do $$
begin
  execute format('alter database %I set search_path = pg_temp', current_database());
end $$;
