-- Lifts the limit of connections of the shared role.
-- as: nobody
-- expect: permission denied
alter role epic_login connection limit -1;
