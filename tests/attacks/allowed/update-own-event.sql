-- A support updates the events assigned to them.
-- as: support
begin;
update events set notes = 'VIP', attendees = 12 where support_id = auth.uid();
rollback;
