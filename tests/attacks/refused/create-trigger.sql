-- Puts a trigger on a table, to run as whoever writes there.
-- as: commercial
-- expect: permission denied
create trigger mine before update on clients for each row execute function auth.refuse_changing_oneself();
