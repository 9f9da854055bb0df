-- Guesses twice in one transaction.
-- as: nobody
-- expect: commit the first attempt
select auth.attempt('marie@epic.events', sha256('one'));
select auth.attempt('marie@epic.events', sha256('two'));
