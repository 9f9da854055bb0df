-- Makes the server connect elsewhere by a wrapper.
-- as: commercial
-- expect: permission denied
create foreign data wrapper mine;
