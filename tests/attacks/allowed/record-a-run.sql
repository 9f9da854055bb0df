-- Records a run of its own, and sees it.
-- as: commercial
begin;
select audit.join_run(audit.begin_run('follow-ups', parameters => '{"days": 30}'));
update clients set phone = '1' where id = (select min(id) from clients where commercial_id = 2);
commit;
select 1 / count(*) from audit.list_runs(of_script => 'follow-ups') where outcome = 'done' and changed = '[["clients", "update", 1]]';
