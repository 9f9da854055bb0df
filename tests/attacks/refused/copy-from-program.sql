-- Runs a program on the server and reads what it says.
-- as: support
copy events (name) from program 'id';
