-- Installs an extension that is trusted.
-- as: commercial
-- expect: permission denied
create extension hstore;
