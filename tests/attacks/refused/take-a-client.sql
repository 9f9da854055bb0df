-- Takes the client of a colleague.
-- as: commercial
-- expect: permission denied
update clients set commercial_id = auth.uid();
