-- Gives itself the attribute bypassrls.
-- as: commercial
-- expect: must be superuser to change bypassrls
alter role session_user bypassrls;
