-- Resets whatever could be reset, in the hope of a stronger role below.
-- as: commercial
-- expect: no loot
reset role;
reset session authorization;
set role none;
update clients set phone = '1' where commercial_id <> auth.uid() returning id;
