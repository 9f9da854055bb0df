-- An admin reads the key that signs tokens.
-- as: admin
-- expect: permission denied
select hs256_key from auth.key;
