-- Assigns an event while creating it.
-- as: commercial
-- expect: permission denied
insert into events (contract_id, name, starts_at, ends_at, support_id) select k.id, 'X', now(), now() + interval '1 h', 4
  from contracts k where k.signed limit 1;
