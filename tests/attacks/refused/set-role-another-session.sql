-- Takes the role of somebody else's session.
-- as: support
-- expect: permission denied to set role
select set_config('role', (select rolname from pg_roles where rolname ~ '^s_' and rolname <> session_user limit 1), false);
