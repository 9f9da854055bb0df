-- Advances the numbering of clients.
-- as: commercial
-- expect: permission denied
select nextval('crm.clients_id_seq');
