-- Lists a folder of the server.
-- as: support
-- expect: permission denied
select pg_ls_dir('.');
