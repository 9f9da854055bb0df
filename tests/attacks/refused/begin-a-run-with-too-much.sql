-- Fills the disk by the parameters of a run.
-- as: support
-- expect: the parameters of a run are an object of at most 100 kB
select audit.begin_run('x', parameters => jsonb_build_object('x', repeat('x', 1000000)));
