-- Has a function of the server read a secret table.
-- as: support
-- expect: permission denied
select query_to_xml('select * from auth.key', true, true, '');
