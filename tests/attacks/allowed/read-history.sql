-- Everybody reads the history of a row.
-- as: support
select * from audit.history('clients', 12);
