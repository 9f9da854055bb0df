-- Makes a group of its own a member of the sessions.
-- as: support
-- expect: must have admin option
grant epic_session to epic_support;
