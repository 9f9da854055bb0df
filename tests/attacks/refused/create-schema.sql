-- Makes a schema, to put it first in the search path.
-- as: commercial
-- expect: permission denied
create schema mine;
