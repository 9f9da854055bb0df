-- Asks why a row may not be changed.
-- as: support
select policy, holds, whose, could from epic.why('crm.clients', 'update', 1);
