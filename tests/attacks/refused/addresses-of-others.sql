-- Reads from where others are connected.
-- as: support
-- expect: no loot
select client_addr, client_port from pg_stat_activity
 where usename <> session_user and (client_addr is not null or client_port is not null);
