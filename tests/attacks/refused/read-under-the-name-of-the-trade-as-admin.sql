-- Takes the name of the admins, to go on reading when the session is over.
-- as: admin
-- expect: permission denied for schema crm
set role epic_admin;
select full_name from crm.clients;
