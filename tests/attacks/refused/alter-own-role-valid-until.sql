-- Stretches its session beyond the end of its token.
-- as: support
-- expect: permission denied
do $$
begin
  execute format('alter role %I valid until ''infinity''', session_user);
end $$;
