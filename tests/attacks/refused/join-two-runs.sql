-- Spreads what it does in one transaction over two runs.
-- as: commercial
-- expect: a transaction belongs to one run
begin;
select audit.join_run(audit.begin_run('one'));
update clients set phone = '1' where id = (select min(id) from clients where commercial_id = 2);
select audit.join_run(audit.begin_run('two'));
commit;
