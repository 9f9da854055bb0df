-- Joins the group that may cut connections.
-- as: support
-- expect: must have admin option
-- expect from 16: permission denied to grant role
grant pg_signal_backend to session_user;
