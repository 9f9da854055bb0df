-- Holds somebody else's run, so that nobody can take it back; and learns whether there is one.
-- as: support
-- expect: there is no such run
select audit.hold_for_undo('c7dc8a4b-6bd2-4d8e-bd33-0b4a48a1a1a1');
