-- Changes something first, and says afterwards which run it was.
-- as: commercial
-- expect: a transaction belongs to one run
begin;
update clients set phone = '1' where id = (select min(id) from clients where commercial_id = 2);
select audit.join_run(audit.begin_run('later'));
commit;
