-- Takes more connections than a session may have.
-- as: support
-- expect: permission denied
do $$
begin
  execute format('alter role %I connection limit 1000', session_user);
end $$;
