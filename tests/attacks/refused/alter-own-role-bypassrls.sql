-- Gives itself the attribute bypassrls.
-- as: commercial
-- expect: must be superuser to change bypassrls
-- expect from 16: permission denied to alter role
alter role session_user bypassrls;
