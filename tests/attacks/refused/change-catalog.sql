-- Writes into the catalog itself.
-- as: commercial
-- expect: permission denied
update pg_catalog.pg_class set relrowsecurity = false;
