-- Gives itself the attribute bypassrls.
-- as: commercial
do $$
begin
  execute format('alter role %I bypassrls', session_user);
end $$;
