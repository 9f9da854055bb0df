-- Becomes the owner for the whole session, by a function.
-- as: support
-- expect: permission denied to set session authorization
select set_config('session_authorization', 'epic_owner', false);
