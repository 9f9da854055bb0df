-- Drops the database.
-- as: support
-- expect: must be owner of database postgres
drop database postgres;
