-- Makes its own transaction that of a run of an admin, without asking.
-- as: commercial
-- expect: permission denied
insert into audit.joined (run) values ('{run of an admin}');
