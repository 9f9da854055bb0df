-- Locks events of others.
-- as: support
select id from events where support_id <> auth.uid() for no key update;
