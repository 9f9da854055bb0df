-- Computes a signature with the server's own function.
-- as: commercial
-- expect: permission denied
select auth_gate.hmac_sha256('x', 'y');
