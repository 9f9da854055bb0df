-- Locks the rows of others.
-- as: commercial
select id from clients where commercial_id <> auth.uid() for update;
