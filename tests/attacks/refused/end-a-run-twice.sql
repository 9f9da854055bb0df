-- Says afterwards that its run ended otherwise.
-- as: commercial
-- expect: the run is over
begin;
select set_config('x.run', audit.begin_run('follow-ups')::text, true);
select audit.end_run(current_setting('x.run')::uuid, 'dry');
select audit.end_run(current_setting('x.run')::uuid, 'done');
commit;
