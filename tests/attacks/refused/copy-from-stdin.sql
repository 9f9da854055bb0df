-- Brings rows in past the policies.
-- as: support
-- expect: COPY FROM not supported with row-level security
copy clients (full_name, email, commercial_id) from stdin;
