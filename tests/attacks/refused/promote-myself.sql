-- Makes itself an admin.
-- as: support
-- expect: permission denied
update collaborators set role = 'admin' where id = auth.uid();
