-- Reads large objects past their rights.
-- as: support
-- expect: permission denied
select * from pg_largeobject;
