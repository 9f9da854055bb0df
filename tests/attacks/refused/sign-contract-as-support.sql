-- Signs a contract.
-- as: support
-- expect: permission denied
update contracts set signed_at = now();
