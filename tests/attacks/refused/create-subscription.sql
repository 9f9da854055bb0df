-- Makes the server connect elsewhere.
-- as: commercial
-- expect: must be superuser
create subscription mine connection 'host=127.0.0.1' publication p with (connect = false);
