-- Deletes its own event.
-- as: support
-- expect: permission denied
delete from events where support_id = auth.uid();
