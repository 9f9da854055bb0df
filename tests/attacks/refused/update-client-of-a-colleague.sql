-- Updates the client of a colleague.
-- as: commercial
-- expect: no loot
update clients set phone = '1' where commercial_id <> auth.uid() returning id;
