-- Moves its event under another contract.
-- as: support
-- expect: permission denied
update events set contract_id = 1 where support_id = auth.uid();
