-- Writes into the write-ahead log, a transaction id for each message.
-- as: support
-- set up by: superuser
-- expect: permission denied for function pg_logical_emit_message
select pg_logical_emit_message(true, 'x', 'y');
