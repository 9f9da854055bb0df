-- Makes a type.
-- as: commercial
-- expect: permission denied
create domain public.mine as text;
