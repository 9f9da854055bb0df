-- Takes the role of somebody else's session.
-- as: support
-- expect: permission denied to set role
do $$
declare
  other name := (select rolname from pg_roles where rolname ~ '^s_' and rolname <> session_user limit 1);
begin
  execute format('set role %I', other);
end $$;
