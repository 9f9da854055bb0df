-- Reads a file of the server into a table.
-- as: support
-- expect: must be superuser
-- expect from 16: permission denied to COPY from a file
copy clients (full_name, email) from '/etc/passwd';
