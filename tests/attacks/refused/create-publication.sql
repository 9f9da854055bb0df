-- Publishes the tables to another server.
-- as: commercial
create publication mine for table clients;
