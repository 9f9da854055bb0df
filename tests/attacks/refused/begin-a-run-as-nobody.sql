-- Writes down runs without a session.
-- as: nobody
-- expect: permission denied
select audit.begin_run('x');
