-- Changes no role at all, but cuts the transactions of others by trying.
-- as: commercial
-- expect: permission denied for table collaborators
update collaborators set role = 'support' where false;
