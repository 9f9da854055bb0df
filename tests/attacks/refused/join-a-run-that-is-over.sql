-- Ends its run, and changes something in its name afterwards.
-- as: commercial
-- expect: the run is over
begin;
select set_config('x.run', audit.begin_run('follow-ups')::text, true);
select audit.end_run(current_setting('x.run')::uuid, 'dry');
select audit.join_run(current_setting('x.run')::uuid);
commit;
