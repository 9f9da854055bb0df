-- Cuts the connections of sessions that are over, also those that are being made: it touches nothing else.
-- as: support
select auth.cut_ended_and_connecting();
