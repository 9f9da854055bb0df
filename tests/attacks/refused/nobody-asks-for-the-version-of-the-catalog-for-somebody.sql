-- Learns when the row of a collaborator changes, without signing in.
-- as: nobody
-- expect: permission denied
select epic.catalog_version_for(1);
