-- Drops what the group that may connect owns, which would keep everybody out.
-- as: support
-- expect: no loot
drop owned by {database group};
