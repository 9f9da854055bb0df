-- Gives everybody the rights it has.
-- as: commercial
-- expect: no loot
grant update (phone) on clients to public;
