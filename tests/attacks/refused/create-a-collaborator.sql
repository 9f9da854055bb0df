-- Creates a colleague, who could be an admin.
-- as: commercial
-- expect: permission denied
insert into collaborators (employee_number, full_name, email, department, role) values ('X', 'X', 'x@example.com', 'X', 'admin');
