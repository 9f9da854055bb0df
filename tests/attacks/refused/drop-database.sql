-- Drops the database.
-- as: support
drop database postgres;
