-- Makes a function in a schema that others search.
-- as: commercial
-- expect: permission denied
create function crm.lower(text) returns text language sql as $$ select 'mine' $$;
