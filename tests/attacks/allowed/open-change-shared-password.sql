-- Open: whoever has DATABASE_URL changes the shared password, and nobody new signs in. `epic db init` mends it.
-- as: nobody
begin;
alter role epic_login password 'x';
rollback;
