-- Reads the planner's estimates of how much others do.
-- as: support
-- expect: permission denied
explain select * from audit.log where uid = 1;
