-- Has the whole schema written as XML.
-- as: support
-- expect: no loot
select 'the key' where schema_to_xml('auth', true, true, '')::text ~ 'hs256_key';
