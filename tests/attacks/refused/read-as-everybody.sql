-- Takes the name of the group that may read the tables.
-- as: support
-- expect: permission denied for schema crm
set role epic_app;
select full_name from crm.clients;
