-- Open: a session changes the password of its own role. It loses its token by that, and wins nothing.
-- as: support
begin;
alter role session_user password 'x';
rollback;
