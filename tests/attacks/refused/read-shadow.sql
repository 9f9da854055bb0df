-- Reads the server's password verifiers by an old name.
-- as: support
-- expect: permission denied
select * from pg_shadow;
