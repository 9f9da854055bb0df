-- Reads the runs of everybody.
-- as: commercial
-- expect: permission denied
select * from audit.runs;
