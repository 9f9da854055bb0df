-- Sets the password of somebody else's session, to connect as it.
-- as: commercial
-- expect: permission denied
do $$
declare
  other name := (select rolname from pg_roles where rolname ~ '^s_' and rolname <> session_user limit 1);
begin
  execute format('alter role %I password ''x''', other);
end $$;
