-- Cuts connections that are being made, without signing in.
-- as: nobody
-- expect: permission denied for function cut_ended_and_connecting
select auth.cut_ended_and_connecting();
