-- Asks, by the function for recorders, whether a role is connected.
-- as: support
-- expect: permission denied
select audit.is_recording(1, 'epic_owner');
