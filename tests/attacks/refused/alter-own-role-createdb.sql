-- Gives itself the attribute createdb.
-- as: commercial
do $$
begin
  execute format('alter role %I createdb', session_user);
end $$;
