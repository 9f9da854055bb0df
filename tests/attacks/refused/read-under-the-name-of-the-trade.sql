-- Takes the name of its trade, to go on reading when the session is over.
-- as: support
-- expect: permission denied for schema crm
set role epic_support;
select full_name from crm.clients;
