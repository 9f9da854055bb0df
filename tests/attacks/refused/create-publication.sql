-- Publishes the tables to another server.
-- as: commercial
-- expect: permission denied for database
create publication mine for table clients;
