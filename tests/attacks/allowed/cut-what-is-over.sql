-- Cuts the connections of sessions that are over, which everybody may: it touches nothing else.
-- as: support
select auth.cut_ended();
