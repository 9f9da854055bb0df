-- Fills the disk with the files of a sort.
-- as: nobody
-- set up by: superuser
-- expect: temporary file size exceeds temp_file_limit
-- expect from 18: temporary file size exceeds "temp_file_limit"
select count(*) from (select repeat(n::text, 40) as t from generate_series(1, 300000) n order by 1) sorted;
