-- Has the whole schema written as XML.
-- as: support
select schema_to_xml('auth', true, true, '');
