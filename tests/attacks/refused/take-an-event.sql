-- Assigns an event to itself.
-- as: support
-- expect: permission denied
update events set support_id = auth.uid() where support_id is null;
