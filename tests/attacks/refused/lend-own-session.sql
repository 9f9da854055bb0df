-- Lends its role to others, so that it outlives its end.
-- as: support
-- expect: must have admin option
grant {own session} to epic_support;
