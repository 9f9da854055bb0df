-- Takes over what its group owns.
-- as: support
do $$
begin
  execute format('reassign owned by epic_support to %I', session_user);
end $$;
