-- Marks a contract as signed without a date.
-- as: commercial
-- expect: permission denied
update contracts set signed = true where id = 1;
