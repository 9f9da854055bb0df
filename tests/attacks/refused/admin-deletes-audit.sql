-- An admin deletes what was written down.
-- as: admin
-- expect: permission denied
delete from audit.log;
