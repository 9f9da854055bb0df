-- Asks to be allowed to write into the catalog.
-- as: commercial
-- expect: permission denied
set allow_system_table_mods = on;
