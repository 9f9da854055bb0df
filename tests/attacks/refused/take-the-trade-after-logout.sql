-- Takes the name of its trade after signing out.
-- as: support
-- expect: permission denied to set role "epic_support"
select auth.logout();
set role epic_support;
select full_name from crm.clients;
