-- Gives itself the attribute replication.
-- as: commercial
do $$
begin
  execute format('alter role %I replication', session_user);
end $$;
