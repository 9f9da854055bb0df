-- Says that it failed, and goes on to change something that is kept.
-- as: commercial
-- expect: a run is not ended by its own transaction
begin;
select audit.join_run(audit.begin_run('follow-ups'));
select audit.end_run(audit.run(), 'failed');
commit;
