-- Makes an index, whose expression runs as whoever writes.
-- as: commercial
-- expect: must be owner
create index on clients (lower(full_name));
