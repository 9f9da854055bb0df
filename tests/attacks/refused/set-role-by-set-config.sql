-- Takes the owner's role by a function instead of the command.
-- as: commercial
-- expect: permission denied to set role
select set_config('role', 'epic_owner', false);
