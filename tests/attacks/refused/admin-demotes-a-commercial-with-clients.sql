-- An admin makes a support of somebody who still has clients.
-- as: admin
-- expect: a client's commercial is a commercial
update collaborators set role = 'support' where email = 'marie@epic.events';
