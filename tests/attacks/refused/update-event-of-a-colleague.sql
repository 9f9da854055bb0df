-- Updates the event of a colleague.
-- as: support
-- expect: no loot
update events set notes = 'mine' where support_id <> auth.uid() returning id;
