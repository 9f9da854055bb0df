-- Fills the disk without signing in.
-- as: nobody
-- expect: permission denied
create temp table mine (id int);
