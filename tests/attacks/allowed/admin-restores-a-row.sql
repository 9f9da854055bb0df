-- An admin brings a row back under its old id, as undo does.
-- as: admin
begin;
with gone as (delete from events where id = 7 returning *)
  select count(*) from gone;
insert into events (id, contract_id, name, starts_at, ends_at) overriding system value
  select 7, id, 'Back', now(), now() + interval '1 h' from contracts where signed order by id limit 1;
rollback;
