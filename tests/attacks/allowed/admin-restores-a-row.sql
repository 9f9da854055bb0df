-- An admin brings a row back under its old id, as undo does.
-- as: admin
begin;
insert into clients (id, full_name, email, commercial_id) overriding system value values (50000, 'X', 'x@example.com', 2);
rollback;
