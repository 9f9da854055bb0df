-- Reads what the runs of others came to.
-- as: support
-- expect: no loot
select n.* from (select distinct h.run from generate_series(1, 1000) id, audit.history('crm.clients', id) h) r, audit.net_changes(r.run) n;
