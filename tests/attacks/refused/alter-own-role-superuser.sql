-- Gives itself the attribute superuser.
-- as: commercial
-- expect: must be superuser to alter superuser
alter role session_user superuser;
