-- Asks that no trigger runs, the audit's included.
-- as: commercial
-- expect: permission denied
set session_replication_role = replica;
