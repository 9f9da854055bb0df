-- Takes back a run that stays by design.
-- as: admin
-- expect: nothing of run
select audit.hold_for_undo(audit.begin_run('x', stays => 'people asked to be forgotten'));
