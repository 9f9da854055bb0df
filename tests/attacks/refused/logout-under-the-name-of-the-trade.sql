-- Signs out under the name of its trade, which it keeps.
-- as: support
-- expect: permission denied for schema auth
set role epic_support;
select auth.logout();
select full_name from crm.clients;
