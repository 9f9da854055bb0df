-- Learns when tables and rights change, without signing in.
-- as: nobody
-- expect: permission denied
select version from epic.catalog_version;
