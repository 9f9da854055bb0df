-- An admin deactivates themselves: the last one would lock the house.
-- as: admin
-- expect: nobody changes their own role or deactivates themselves
update collaborators set active = false where id = auth.uid();
