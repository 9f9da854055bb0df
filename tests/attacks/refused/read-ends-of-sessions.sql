-- Reads when sessions ended.
-- as: commercial
-- expect: permission denied for table ending
select * from auth.ending;
