-- Learns from a sequence how much others do.
-- as: support
-- expect: no loot
select last_value from pg_sequences where schemaname = 'audit' and last_value is not null;
