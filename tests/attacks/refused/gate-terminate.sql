-- Cuts somebody's connections by the gate.
-- as: commercial
-- expect: permission denied
select auth_gate.terminate(rolname) from pg_roles where rolname ~ '^s_';
