-- Takes the shared role of logins, to guess passwords from inside.
-- as: support
-- expect: permission denied to set role
set role epic_login;
