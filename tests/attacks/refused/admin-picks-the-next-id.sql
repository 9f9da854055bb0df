-- Gives new rows the ids that come next: one of the numbering, and the ones after it.
-- as: admin
-- expect: a new row has the id that the database gives it
insert into clients (full_name, email, commercial_id) values ('X', 'x@example.com', 2);
insert into clients (id, full_name, email, commercial_id) overriding system value
  select max(id) + 1, 'Y', 'y@example.com', 2 from clients;
