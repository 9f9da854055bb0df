-- Owes less than nothing.
-- as: commercial
-- expect: the amount due is between 0 and the total
update contracts set amount_due = -1 where client_id in (select id from clients where commercial_id = auth.uid());
