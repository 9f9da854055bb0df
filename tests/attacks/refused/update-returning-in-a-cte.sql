-- Hides an update in a query.
-- as: commercial
-- expect: no loot
with changed as (update clients set phone = '1' where commercial_id <> auth.uid() returning id) select * from changed;
