-- Opens an admin's session by the gate.
-- as: commercial
-- expect: permission denied
select auth_gate.open_session(gen_random_uuid(), 'x', 'infinity', 'epic_admin');
