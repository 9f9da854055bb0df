-- An admin switches the audit off.
-- as: admin
-- expect: must be owner of table clients
alter table clients disable trigger all;
