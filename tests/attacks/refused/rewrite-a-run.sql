-- Lets its own runs look as if they had failed.
-- as: admin
-- expect: permission denied
update audit.runs set outcome = 'failed', ended = now();
