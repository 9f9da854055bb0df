-- Reads the shell's catalog without signing in.
-- as: nobody
-- expect: permission denied
select epic.catalog();
