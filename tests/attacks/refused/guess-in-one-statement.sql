-- Guesses and asks in one transaction, to roll it back if it is wrong.
-- as: nobody
-- expect: no loot
begin;
select auth.token(auth.attempt('marie@epic.events', sha256('one')));
rollback;
select 'a token' where auth.token(gen_random_uuid()) is not null;
