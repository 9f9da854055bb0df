-- Changes the server's own settings.
-- as: commercial
alter system set log_statement = 'all';
