-- Gives itself the attribute createdb.
-- as: commercial
-- expect: permission denied
alter role session_user createdb;
