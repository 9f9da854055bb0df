-- Creates an event under the contract of a colleague.
-- as: commercial
-- expect: row-level security
insert into events (contract_id, name, starts_at, ends_at) select k.id, 'X', now(), now() + interval '1 h'
  from contracts k join clients c on c.id = k.client_id where c.commercial_id <> auth.uid() and k.signed limit 1;
