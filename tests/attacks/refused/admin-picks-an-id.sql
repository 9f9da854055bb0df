-- Gives a new row an id that no row ever had, to be in the way of whoever is given it.
-- as: admin
-- expect: a new row has the id that the database gives it
insert into clients (id, full_name, email, commercial_id) overriding system value values (50000, 'X', 'x@example.com', 2);
