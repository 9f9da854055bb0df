-- Searches its temporary schema first, where it can put nothing.
-- as: support
-- expect: no loot
set search_path = pg_temp, pg_catalog, crm;
update events set notes = 'mine' where support_id <> auth.uid() returning id;
