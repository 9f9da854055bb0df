-- Joins the group that may cut connections.
-- as: support
-- expect: must have admin option
grant pg_signal_backend to session_user;
