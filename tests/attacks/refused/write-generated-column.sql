-- Marks a contract as signed without a date.
-- as: commercial
update contracts set signed = true where id = 1;
