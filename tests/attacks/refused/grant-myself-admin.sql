-- Joins the group of admins.
-- as: commercial
-- expect: must have admin option
grant epic_admin to session_user;
