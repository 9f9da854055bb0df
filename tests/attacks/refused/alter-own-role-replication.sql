-- Gives itself the attribute replication.
-- as: commercial
-- expect: must be superuser to alter replication
alter role session_user replication;
