-- Reads clients without signing in.
-- as: nobody
-- expect: permission denied
select * from crm.clients;
