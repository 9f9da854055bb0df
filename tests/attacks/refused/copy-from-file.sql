-- Reads a file of the server into a table.
-- as: support
copy clients (full_name, email) from '/etc/passwd';
