-- Makes a sequence.
-- as: commercial
-- expect: permission denied
create sequence public.mine;
