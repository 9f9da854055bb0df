-- Counts what an admin's run changed.
-- as: support
-- expect: permission denied
select audit.count_changes('{run of an admin}');
