-- Prepares what it will read after signing out.
-- as: support
-- expect: permission denied
prepare all_clients as select full_name from crm.clients;
select auth.logout();
execute all_clients;
