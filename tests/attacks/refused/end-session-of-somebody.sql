-- Ends sessions by guessing their ids from the names of roles.
-- as: support
-- expect: no loot
select true from pg_roles
 where rolname ~ '^s_' and rolname <> session_user and auth.end_session(split_part(rolname, '_', 3)::uuid);
