-- Open: names of roles, sizes of tables and the source of functions can be seen. No secret is in them.
-- as: support
select rolname, pg_relation_size('audit.log'), (select prosrc from pg_proc where proname = 'judge') from pg_roles;
