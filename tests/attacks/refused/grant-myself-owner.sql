-- Joins the owner.
-- as: support
-- expect: must have admin option
grant epic_owner to session_user;
