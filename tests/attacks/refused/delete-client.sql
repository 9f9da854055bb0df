-- Deletes its own client.
-- as: commercial
-- expect: permission denied
delete from clients where commercial_id = auth.uid();
