-- An admin writes a change of somebody else's into the audit.
-- as: admin
-- expect: permission denied
insert into audit.log (uid, table_name, action, row_id, new) values (2, 'clients', 'insert', 1, '{}');
