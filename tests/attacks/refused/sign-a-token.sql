-- Signs a token of its own.
-- as: commercial
-- expect: permission denied
select auth.sign('{"sub": "1", "role": "admin"}');
