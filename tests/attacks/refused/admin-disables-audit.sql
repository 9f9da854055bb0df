-- An admin switches the audit off.
-- as: admin
alter table clients disable trigger all;
