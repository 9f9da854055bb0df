-- Asks who is in the way under the name of a trade, which outlasts the session.
-- as: support
-- expect: permission denied for schema auth
set role epic_support;
select * from auth.blockers();
