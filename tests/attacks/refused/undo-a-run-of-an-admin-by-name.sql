-- Begins a run that is said to take back what an admin ran.
-- as: commercial
-- expect: there is no such run
select audit.begin_run('undo', undoes => '{run of an admin}');
