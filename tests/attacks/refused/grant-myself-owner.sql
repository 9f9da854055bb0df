-- Joins the owner.
-- as: support
-- expect: must have admin option
do $$
begin
  execute format('grant epic_owner to %I', session_user);
end $$;
