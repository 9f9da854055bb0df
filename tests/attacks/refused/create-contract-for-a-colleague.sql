-- Creates a contract with the client of a colleague.
-- as: commercial
-- expect: row-level security
insert into contracts (client_id, total_amount, amount_due) select id, 1, 1 from clients where commercial_id <> auth.uid() limit 1;
