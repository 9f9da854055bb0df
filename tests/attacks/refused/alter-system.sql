-- Changes the server's own settings.
-- as: commercial
-- expect: must be superuser to execute ALTER SYSTEM command
-- expect from 15: permission denied to set parameter "log_statement"
alter system set log_statement = 'all';
