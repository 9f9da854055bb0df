-- Adds a policy of its own.
-- as: commercial
-- expect: must be owner
create policy mine on clients for update using (true);
