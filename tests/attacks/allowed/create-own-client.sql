-- A new client is theirs without saying so.
-- as: commercial
begin;
insert into clients (full_name, email) values ('Ada', 'ada@example.com');
rollback;
