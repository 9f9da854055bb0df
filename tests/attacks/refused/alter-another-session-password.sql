-- Sets the password of somebody else's session, to connect as it.
-- as: commercial
-- expect: permission denied
alter role {other session} password 'x';
