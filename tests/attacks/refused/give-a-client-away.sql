-- Gives its own client to a colleague.
-- as: commercial
-- expect: permission denied
update clients set commercial_id = 3 where commercial_id = auth.uid();
