-- Counts passwords by what a plan would touch.
-- as: support
-- expect: permission denied
explain analyze select * from auth.credential where collaborator_id = 1;
