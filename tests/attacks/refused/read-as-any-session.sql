-- Takes the name of the group that may look into the schemas.
-- as: support
-- expect: permission denied for table clients
set role epic_session;
select full_name from crm.clients;
