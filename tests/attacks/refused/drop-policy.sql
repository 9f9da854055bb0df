-- Drops a policy.
-- as: commercial
-- expect: must be owner
drop policy "an admin updates any client" on clients;
