-- Updates the client of a colleague by inserting it again.
-- as: commercial
-- expect: row-level security
insert into clients (full_name, email) select full_name, email from clients where commercial_id <> auth.uid() limit 1
  on conflict (email) do update set phone = '1';
