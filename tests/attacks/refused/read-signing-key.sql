-- Reads the key that signs tokens.
-- as: support
-- expect: permission denied
select * from auth.key;
