-- Says by a setting that its changes belong to the run of an admin.
-- as: commercial
-- expect: no loot
begin;
set local epic.run = '{run of an admin}';
update clients set phone = '1' where id = (select min(id) from clients where commercial_id = 2);
select 'claimed' where audit.run() = '{run of an admin}'
 union all select row_id::text from audit.changes('{run of an admin}');
rollback;
