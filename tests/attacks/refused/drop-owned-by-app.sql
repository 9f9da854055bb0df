-- Drops what the group of all sessions owns, rights included.
-- as: commercial
-- expect: no loot
drop owned by epic_app;
