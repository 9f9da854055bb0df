-- Asks the gate who is connected.
-- as: commercial
-- expect: permission denied for schema auth_gate
select * from auth_gate.connected();
