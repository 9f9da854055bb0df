-- Changes the shared password from a session, to keep everybody out.
-- as: commercial
-- expect: permission denied
alter role epic_login password 'x';
