-- Has the server write down what everybody sends.
-- as: commercial
-- expect: permission denied
set log_statement = 'all';
