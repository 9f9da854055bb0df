-- Takes the rights of admins away.
-- as: commercial
revoke all on clients from epic_admin;
