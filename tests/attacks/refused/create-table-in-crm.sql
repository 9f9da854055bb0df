-- Makes a table that the shell would list.
-- as: commercial
-- expect: permission denied
create table crm.notes (id int);
