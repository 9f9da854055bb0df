-- Updates the event of a colleague.
-- as: support
update events set notes = 'mine' where support_id <> auth.uid() returning id;
