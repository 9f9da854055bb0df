-- Makes the server connect elsewhere.
-- as: commercial
-- expect: must be superuser
-- expect from 16: permission denied to create subscription
create subscription mine connection 'host=127.0.0.1' publication p with (connect = false);
