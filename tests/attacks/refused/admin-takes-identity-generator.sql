-- An admin sets the numbering of clients.
-- as: admin
-- expect: permission denied
select setval('crm.clients_id_seq', 1);
