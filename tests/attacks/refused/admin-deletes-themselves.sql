-- An admin deletes themselves.
-- as: admin
-- expect: nobody deletes themselves
delete from collaborators where id = auth.uid();
