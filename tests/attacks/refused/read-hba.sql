-- Reads who may connect from where.
-- as: support
-- expect: permission denied
select * from pg_hba_file_rules;
