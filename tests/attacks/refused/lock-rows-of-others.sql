-- Locks the rows of others.
-- as: commercial
-- expect: no loot
select id from clients where commercial_id <> auth.uid() for update;
