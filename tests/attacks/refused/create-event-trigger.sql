-- Runs something at every definition.
-- as: commercial
-- expect: permission denied
create event trigger mine on ddl_command_start execute function auth.refuse_changing_oneself();
