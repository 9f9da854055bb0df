-- Open: admins may lock tables, since deleting is granted on whole tables.
-- as: admin
begin;
lock table clients in access exclusive mode;
rollback;
