-- Installs a language.
-- as: commercial
create language plpython3u;
