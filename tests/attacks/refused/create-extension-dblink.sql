-- Installs an extension that connects to itself.
-- as: commercial
-- expect: permission denied
create extension dblink;
