-- Joins the owner.
-- as: support
-- expect: must have admin option
-- expect from 16: permission denied to grant role
grant epic_owner to session_user;
