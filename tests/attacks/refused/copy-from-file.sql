-- Reads a file of the server into a table.
-- as: support
-- expect: must be superuser
copy clients (full_name, email) from '/etc/passwd';
