-- Puts off the check of keys, which undo does, and keeps an event under a contract that is not signed.
-- as: commercial
-- expect: an event needs a signed contract
set constraints all deferred;
insert into events (contract_id, name, starts_at, ends_at) select k.id, 'X', now(), now() + interval '1 h'
  from contracts k join clients c on c.id = k.client_id where c.commercial_id = auth.uid() and not k.signed limit 1;
