-- Drops a rule of the business.
-- as: commercial
-- expect: must be owner
alter table events drop constraint "an event ends after it starts";
