-- Removes the traces of its own runs.
-- as: admin
-- expect: permission denied
delete from audit.runs;
