-- Fills the queue of notifications by the function.
-- as: support
-- set up by: superuser
-- expect: permission denied
select pg_notify('mine', repeat('x', 7000));
