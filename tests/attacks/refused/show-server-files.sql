-- Asks where the server keeps its files.
-- as: support
-- expect: must be superuser
show hba_file;
