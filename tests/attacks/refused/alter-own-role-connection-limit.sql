-- Takes more connections than a session may have.
-- as: support
-- expect: permission denied
alter role session_user connection limit 1000;
