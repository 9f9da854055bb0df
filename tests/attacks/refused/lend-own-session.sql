-- Lends its role to others, so that it outlives its end.
-- as: support
-- expect: must have admin option
-- expect from 16: permission denied to grant role
grant {own session} to epic_support;
