-- Lets every shell believe that its kept catalog is still true.
-- as: admin
-- expect: permission denied for schema epic
create or replace view epic.catalog_version as select '1.1'::text as version;
