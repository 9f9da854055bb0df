-- An admin rewrites what was written down.
-- as: admin
-- expect: permission denied
update audit.log set uid = 2;
