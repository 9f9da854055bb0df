-- Makes a group of its own a member of the sessions.
-- as: support
-- expect: must have admin option
-- expect from 16: permission denied to grant role
grant epic_session to epic_support;
