-- Changes the server's own settings.
-- as: commercial
-- expect: permission denied to set parameter "log_statement"
alter system set log_statement = 'all';
