-- Reads the statistics of all columns.
-- as: support
-- expect: permission denied
select * from pg_statistic;
