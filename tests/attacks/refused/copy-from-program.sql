-- Runs a program on the server and reads what it says.
-- as: support
-- expect: must be superuser
-- expect from 16: permission denied to COPY to or from an external program
copy events (name) from program 'id';
