-- Creates a client in the name of a colleague.
-- as: commercial
-- expect: row-level security
insert into clients (full_name, email, commercial_id) values ('X', 'x@example.com', 3);
