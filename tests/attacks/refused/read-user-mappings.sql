-- Reads passwords for other servers.
-- as: support
-- expect: permission denied
select * from pg_user_mapping;
