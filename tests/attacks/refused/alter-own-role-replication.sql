-- Gives itself the attribute replication.
-- as: commercial
-- expect: must be superuser to alter replication
-- expect from 16: permission denied to alter role
alter role session_user replication;
