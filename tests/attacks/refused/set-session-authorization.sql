-- Becomes the owner for the whole session.
-- as: commercial
-- expect: permission denied to set session authorization
set session authorization epic_owner;
