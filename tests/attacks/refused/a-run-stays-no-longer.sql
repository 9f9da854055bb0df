-- Takes from a run that it stays.
-- as: admin
-- expect: permission denied for table runs
update audit.runs set stays = null;
