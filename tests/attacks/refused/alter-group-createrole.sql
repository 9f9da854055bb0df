-- Makes its whole group makers of roles.
-- as: support
-- expect: permission denied
alter role epic_support createrole;
