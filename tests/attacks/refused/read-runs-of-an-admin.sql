-- Looks for what an admin ran, and with what parameters.
-- as: support
-- expect: no loot
select * from audit.list_runs() where script = 'secret'
union all
select * from audit.list_runs(begins_with => '{run of an admin}')
union all
select * from audit.list_runs(by_whom => 'admin@epic.events');
