-- Takes a trade without signing in.
-- as: nobody
-- expect: permission denied to set role
set role epic_support;
