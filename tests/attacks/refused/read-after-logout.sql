-- Reads on after signing out.
-- as: support
-- expect: permission denied for schema crm
select auth.logout();
select full_name from crm.clients;
