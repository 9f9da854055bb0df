-- Vacuums somebody else's table inside a transaction.
-- as: support
-- expect: no loot
vacuum full clients;
