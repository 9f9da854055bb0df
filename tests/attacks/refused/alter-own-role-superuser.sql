-- Gives itself the attribute superuser.
-- as: commercial
do $$
begin
  execute format('alter role %I superuser', session_user);
end $$;
