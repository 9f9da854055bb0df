-- Makes a database, to be its owner.
-- as: commercial
-- expect: permission denied to create database
create database mine;
