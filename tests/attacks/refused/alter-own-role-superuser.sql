-- Gives itself the attribute superuser.
-- as: commercial
-- expect: must be superuser to alter superuser
-- expect from 16: permission denied to alter role
alter role session_user superuser;
