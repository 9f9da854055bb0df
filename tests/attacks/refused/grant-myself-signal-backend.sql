-- Joins the group that may cut connections.
-- as: support
-- expect: must have admin option
do $$
begin
  execute format('grant pg_signal_backend to %I', session_user);
end $$;
