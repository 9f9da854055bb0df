-- Drops what the group of all sessions owns, rights included.
-- as: commercial
drop owned by epic_app;
