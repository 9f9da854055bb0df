-- Makes itself the owner of a table.
-- as: commercial
-- expect: must be owner
alter table clients owner to session_user;
