-- Asks where the server keeps its files.
-- as: support
show hba_file;
