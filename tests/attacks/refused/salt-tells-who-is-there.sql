-- Learns from salts who has an account.
-- as: nobody
-- expect: no loot
select 'different' from auth.salt('marie@epic.events') known, auth.salt('nobody@epic.events') unknown
 where length(known.salt) <> length(unknown.salt) or known.argon <> unknown.argon;
