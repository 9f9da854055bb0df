-- Asks for queries without row security: they fail instead.
-- as: commercial
-- expect: row-level security
set row_security = off;
update clients set phone = '1';
