-- Moves the contract of a colleague to its own client.
-- as: commercial
-- expect: no loot
update contracts set client_id = (select id from clients where commercial_id = auth.uid() limit 1)
 where client_id in (select id from clients where commercial_id <> auth.uid()) returning id;
