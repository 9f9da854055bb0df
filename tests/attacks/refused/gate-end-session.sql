-- Ends somebody's session by the gate.
-- as: commercial
-- expect: permission denied
select auth_gate.end_session(rolname) from pg_roles where rolname ~ '^s_';
