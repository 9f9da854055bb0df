-- Calls the function that writes the audit.
-- as: commercial
-- expect: permission denied
select audit.record();
