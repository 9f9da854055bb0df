-- Gives itself the attribute createrole.
-- as: commercial
-- expect: permission denied
alter role session_user createrole;
