-- Looks for what others are about to commit, or committed in a transaction of the same number long ago.
-- as: commercial
-- expect: no loot
select * from audit.of_this_transaction('crm.collaborators')
union all
select * from audit.of_this_transaction('crm.clients');
