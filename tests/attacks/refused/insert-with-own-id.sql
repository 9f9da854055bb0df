-- Chooses the id of a new row, to be mistaken for another.
-- as: commercial
-- expect: permission denied
insert into clients (id, full_name, email) overriding system value values (5000, 'X', 'x@example.com');
