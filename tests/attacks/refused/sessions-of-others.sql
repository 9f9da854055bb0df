-- Lists the sessions of others.
-- as: support
-- expect: no loot
select * from auth.sessions() where email <> (select email from collaborators where id = auth.uid());
