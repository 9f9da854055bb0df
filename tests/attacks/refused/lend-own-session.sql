-- Lends its role to others, so that it outlives its end.
-- as: support
-- expect: is a member of role "epic_support"
-- expect from 15: must have admin option
-- expect from 16: permission denied to grant role
grant {own session} to epic_support;
