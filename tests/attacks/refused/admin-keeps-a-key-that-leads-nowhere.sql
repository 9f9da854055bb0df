-- Puts off the check of keys, and deletes a client who has contracts.
-- as: admin
-- expect: a contract belongs to a client
set constraints all deferred;
delete from clients where id = (select client_id from contracts limit 1);
