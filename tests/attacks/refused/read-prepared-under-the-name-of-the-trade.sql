-- Prepares what it will read, then takes the name of its trade.
-- as: support
-- expect: permission denied for schema crm
prepare all_clients as select full_name from crm.clients;
set role epic_support;
execute all_clients;
