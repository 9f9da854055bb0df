-- Makes a database, to be its owner.
-- as: commercial
create database mine;
