-- Locks events of others.
-- as: support
-- expect: no loot
select id from events where support_id <> auth.uid() for no key update;
