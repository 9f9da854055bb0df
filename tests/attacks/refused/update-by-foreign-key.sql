-- Updates a client through a join with what it owns.
-- as: commercial
-- expect: no loot
update clients c set phone = '1' from contracts k where k.client_id = c.id and c.commercial_id <> auth.uid() returning c.id;
