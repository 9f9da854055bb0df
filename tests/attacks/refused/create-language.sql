-- Adds a language by the handler of one that is there.
-- as: commercial
-- expect: must be superuser to create custom procedural language
create language mine handler plpgsql_call_handler;
