-- Locks a table by rebuilding its index.
-- as: support
-- expect: must be owner
-- expect from 17: permission denied for table clients
reindex table clients;
