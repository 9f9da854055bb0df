-- Locks the row of an admin, so that they cannot be changed.
-- as: commercial
-- expect: permission denied
select id from collaborators where id = 1 for key share;
