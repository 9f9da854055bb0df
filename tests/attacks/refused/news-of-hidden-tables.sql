-- Asks the audit about tables that it does not watch.
-- as: support
-- expect: no loot
select * from audit.of_this_transaction('auth.session')
union all
select * from audit.of_this_transaction('audit.log');
