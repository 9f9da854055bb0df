-- Marks a contract as signed without a date.
-- as: commercial
-- expect: column "signed" can only be updated to DEFAULT
update contracts set signed = true where id = 1;
