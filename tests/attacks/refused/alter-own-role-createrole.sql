-- Gives itself the attribute createrole.
-- as: commercial
do $$
begin
  execute format('alter role %I createrole', session_user);
end $$;
