-- Asks for whom the statements of others wait.
-- as: commercial
-- expect: permission denied for schema auth_gate
select * from auth_gate.holders((select usename from pg_stat_activity where usename <> session_user limit 1));
