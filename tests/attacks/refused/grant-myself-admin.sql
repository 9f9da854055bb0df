-- Joins the group of admins.
-- as: commercial
-- expect: must have admin option
do $$
begin
  execute format('grant epic_admin to %I', session_user);
end $$;
