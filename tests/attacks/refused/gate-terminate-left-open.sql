-- Cuts the transactions of others by the gate.
-- as: commercial
-- expect: permission denied for schema auth_gate
select auth_gate.terminate_left_open('crm.collaborators');
