-- Brings rows in past the policies.
-- as: support
-- expect: permission denied
copy clients (full_name, email, commercial_id) from stdin;
