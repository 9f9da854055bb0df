-- Asks for whom one's own statements wait.
-- as: support
select * from auth.blockers();
