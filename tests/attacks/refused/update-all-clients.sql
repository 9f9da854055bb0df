-- Updates clients at all.
-- as: support
-- expect: permission denied
update clients set phone = '1';
