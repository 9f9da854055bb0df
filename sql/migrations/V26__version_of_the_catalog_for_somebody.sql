-- A program that kept the catalog of a session asks at its beginning whether it is still true. As long as no transaction has
-- ended since that changed anything, it is: the program compares snapshots, and calls this function only where they differ.
-- Within a function, what it looks through is not even planned before, which in a new connection takes most of the time.
create function epic.catalog_version_for(collaborator bigint) returns text
language sql stable security invoker set search_path = pg_catalog, pg_temp
as $$
  select concat_ws('.', v.version, p.xmin)
    from epic.catalog_version v left join crm.collaborators p on p.id = collaborator
$$;
comment on function epic.catalog_version_for(bigint) is
  'Another text whenever what epic.catalog() tells to a collaborator may have changed.';
revoke execute on function epic.catalog_version_for(bigint) from public;
grant execute on function epic.catalog_version_for(bigint) to epic_app;
