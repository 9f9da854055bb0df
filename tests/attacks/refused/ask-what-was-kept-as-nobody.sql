-- Asks whether a transaction changed rows, without having signed in.
-- as: nobody
-- expect: permission denied for schema audit
select audit.was_kept('1'::xid8, clock_timestamp());
