-- Learns from a salt who was deactivated.
-- as: nobody
-- expect: no loot
select 'different' from auth.salt('bruno@epic.events') left_us, auth.salt('marie@epic.events') here
 where length(left_us.salt) <> length(here.salt) or left_us.argon <> here.argon;
