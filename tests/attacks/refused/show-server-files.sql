-- Asks where the server keeps its files.
-- as: support
-- expect: must be superuser
-- expect from 16: permission denied to examine
show hba_file;
