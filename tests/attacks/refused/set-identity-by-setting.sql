-- Says who it is by settings that other systems believe.
-- as: support
-- expect: no loot
set request.jwt.claims = '{"role": "admin", "sub": "1"}';
set epic.uid = '1';
set epic.role = 'admin';
update events set notes = 'mine' where support_id <> 4 returning id;
