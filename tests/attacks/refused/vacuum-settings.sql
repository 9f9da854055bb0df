-- Vacuums somebody else's table inside a transaction.
-- as: support
vacuum full clients;
