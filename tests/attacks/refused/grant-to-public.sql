-- Gives everybody the rights it has.
-- as: commercial
grant update (phone) on clients to public;
