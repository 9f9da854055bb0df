-- Reads the audit itself.
-- as: support
-- expect: permission denied
select * from audit.log;
