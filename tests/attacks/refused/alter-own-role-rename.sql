-- Renames its role, so that the end of the session does not find it.
-- as: support
-- expect: session user cannot be renamed
alter role {own session} rename to nobody_knows;
