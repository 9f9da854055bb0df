-- Sets a password whose costs are a text of a hundred megabytes, which every stranger's login is told.
-- as: admin
-- expect: the costs of a password are those of the settings
select auth.set_password(2, repeat('x', 16)::bytea, repeat('m', 100000000), sha256('x'));
