-- Makes a view that reads as its owner.
-- as: commercial
-- expect: permission denied
create view crm.mine as select * from clients;
