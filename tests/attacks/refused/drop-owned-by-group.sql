-- Drops what its group owns: policies made for it would go, so there are none.
-- as: support
-- expect: no loot
drop owned by epic_support;
