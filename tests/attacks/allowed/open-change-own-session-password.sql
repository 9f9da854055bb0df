-- Open: a session changes the password of its own role. It loses its token by that, and wins nothing.
-- as: support
begin;
do $$
begin
  execute format('alter role %I password ''x''', session_user);
end $$;
rollback;
