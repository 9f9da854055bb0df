-- A commercial updates their own client.
-- as: commercial
begin;
update clients set phone = '+33 1 99 00 00 01' where commercial_id = auth.uid();
rollback;
