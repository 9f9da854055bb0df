-- Takes its own group, in the hope that policies look at the current role.
-- as: support
-- expect: relation "events" does not exist
set role epic_support;
update events set notes = 'mine' where support_id <> 4 returning id;
