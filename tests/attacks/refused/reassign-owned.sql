-- Takes over what its group owns.
-- as: support
-- expect: no loot
reassign owned by epic_support to session_user;
