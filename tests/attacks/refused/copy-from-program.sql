-- Runs a program on the server and reads what it says.
-- as: support
-- expect: must be superuser
copy events (name) from program 'id';
