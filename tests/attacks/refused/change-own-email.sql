-- Changes the address it signs in with.
-- as: support
-- expect: permission denied
update collaborators set email = 'me@example.com' where id = auth.uid();
