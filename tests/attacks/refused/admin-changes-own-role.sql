-- An admin changes their own role.
-- as: admin
-- expect: nobody changes their own role
update collaborators set role = 'support' where id = auth.uid();
