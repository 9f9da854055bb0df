-- Hands its event to a colleague.
-- as: support
-- expect: permission denied
update events set support_id = 5 where support_id = auth.uid();
