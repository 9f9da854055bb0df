-- Everybody reads everything of the business.
-- as: support
select * from collaborators, clients, contracts, events limit 1;
