-- Learns from a salt that changes that nobody has the address.
-- as: nobody
-- expect: no loot
select 'changes' from auth.salt('nobody@epic.events') first, auth.salt('NOBODY@epic.events') second
 where first.salt <> second.salt;
