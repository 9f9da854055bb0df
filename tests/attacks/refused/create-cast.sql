-- Makes a cast that runs where others compare.
-- as: commercial
-- expect: must be owner
create cast (text as int) with inout as implicit;
