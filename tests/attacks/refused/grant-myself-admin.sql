-- Joins the group of admins.
-- as: commercial
-- expect: must have admin option
-- expect from 16: permission denied to grant role
grant epic_admin to session_user;
