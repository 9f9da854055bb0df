-- Lists the server's logs.
-- as: support
-- expect: permission denied
select pg_ls_logdir();
