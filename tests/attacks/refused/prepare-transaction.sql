-- Leaves a prepared transaction, whose locks nobody can end.
-- as: support
-- expect: prepared transactions are disabled
begin; update events set notes = notes where support_id = auth.uid(); prepare transaction 'mine';
