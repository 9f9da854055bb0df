-- Makes a table that shadows one of ours.
-- as: commercial
-- expect: permission denied
create table public.clients (id int);
