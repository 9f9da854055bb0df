-- Makes itself the owner of a table.
-- as: commercial
-- expect: must be owner
do $$
begin
  execute format('alter table clients owner to %I', session_user);
end $$;
