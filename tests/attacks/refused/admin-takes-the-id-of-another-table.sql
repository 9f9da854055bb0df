-- Takes an id of which only another table has lost a row.
-- as: admin
-- expect: a new row has the id that the database gives it
delete from events where id = 1200;
delete from contracts where id = 2500 and not exists (select from events where contract_id = 2500);
insert into collaborators (id, employee_number, full_name, email, department, role) overriding system value
  values (1200, 'X', 'X', 'x@epic.events', 'X', 'support');
