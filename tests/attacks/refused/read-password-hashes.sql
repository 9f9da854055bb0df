-- Reads the server's password verifiers.
-- as: support
-- expect: permission denied
select rolname, rolpassword from pg_authid;
