-- Locks a table by rebuilding its index.
-- as: support
-- expect: must be owner
reindex table clients;
