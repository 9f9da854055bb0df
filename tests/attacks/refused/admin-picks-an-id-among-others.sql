-- Hides an id of one's own among those that the numbering gives.
-- as: admin
-- expect: a new row has the id that the database gives it
insert into clients (id, full_name, email, commercial_id) overriding system value
  values (default, 'X', 'x@example.com', 2), (60000, 'Y', 'y@example.com', 2), (default, 'Z', 'z@example.com', 2);
