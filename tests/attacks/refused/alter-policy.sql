-- Rewrites a policy.
-- as: commercial
-- expect: must be owner
alter policy "a commercial updates their own clients" on clients using (true);
