-- Stretches its session beyond the end of its token.
-- as: support
-- expect: permission denied
alter role session_user valid until 'infinity';
