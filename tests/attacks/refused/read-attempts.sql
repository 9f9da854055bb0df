-- Reads the guesses of others.
-- as: support
-- expect: permission denied
select * from auth.attempt;
