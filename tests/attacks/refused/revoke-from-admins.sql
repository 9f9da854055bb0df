-- Takes the rights of admins away.
-- as: commercial
-- expect: no loot
revoke all on clients from epic_admin;
