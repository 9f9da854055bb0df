-- Says that the run of an admin failed, while it goes on.
-- as: commercial
-- expect: this session has no such run
select audit.end_run('{run of an admin}', 'failed');
