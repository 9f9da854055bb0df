-- Demo data: 12 collaborators, 1,000 clients, 2,500 contracts, 1,200 events. Run as epic_owner, in one transaction,
-- on an empty database; then `analyze`.
--
-- Nothing here is random: every choice is arithmetic on the number of the row, with steps that share no factor
-- with what they are taken modulo, so that they visit everything before they repeat. Dates are counted from
-- today: clients not called for a month, and events next week, are there whenever this runs. Phone numbers are
-- from the ranges kept for fiction, e-mails from domains kept for examples. Passwords are not set here.

do $$
begin
  if exists (select from crm.collaborators) then
    raise object_not_in_prerequisite_state using
      message = 'demo data goes into an empty database only, and this one has collaborators',
      hint = 'Take another database, or start over with: epic demo --fresh';
  end if;
end $$;

insert into epic.demo default values;

------------------------------------------------------------------------------------------------------------
-- Collaborators: 2 admins, 5 commercials, 5 supports, one of whom has left
------------------------------------------------------------------------------------------------------------

insert into crm.collaborators (employee_number, full_name, email, department, role, created_at)
select format('EE-%s', lpad((100 + 7 * s.n)::text, 4, '0')), s.full_name, s.email, s.department, s.role::crm.staff_role,
       (current_date - 1500 + 90 * s.n::int) + time '09:00'
  from (values
    (1,  'Alma Reyes',      'admin@epic.events',  'Management', 'admin'),
    (2,  'Marie Durand',    'marie@epic.events',  'Sales',      'commercial'),
    (3,  'Luc Moreau',      'luc@epic.events',    'Sales',      'commercial'),
    (4,  'Sam Okafor',      'sam@epic.events',    'Support',    'support'),
    (5,  'Inès Benali',     'ines@epic.events',   'Support',    'support'),
    (6,  'Henrik Lindqvist','henrik@epic.events', 'Management', 'admin'),
    (7,  'Claire Fontaine', 'claire@epic.events', 'Sales',      'commercial'),
    (8,  'Tomás Herrera',   'tomas@epic.events',  'Sales',      'commercial'),
    (9,  'Aiko Tanaka',     'aiko@epic.events',   'Sales',      'commercial'),
    (10, 'Kate Hastroff',   'kate@epic.events',   'Support',    'support'),
    (11, 'Aliénor Vichum',  'alienor@epic.events','Support',    'support'),
    (12, 'Bruno Keller',    'bruno@epic.events',  'Support',    'support')
  ) s(n, full_name, email, department, role)
 order by s.n;

------------------------------------------------------------------------------------------------------------
-- Clients: 40 first names × 50 surnames, of which 1,000 pairs; 300 companies
------------------------------------------------------------------------------------------------------------

with names as (
  select
    '{Léa,Hugo,Chloé,Jules,Manon,Louis,Camille,Arthur,Zoé,Gabriel,Élodie,Mathis,Aurélie,Théo,Nathalie,François,Sophie,Benoît,Amélie,Étienne,Olivia,James,Fatou,Karim,Ingrid,Lars,Giulia,Marco,Ana,Javier,Mei,Wei,Priya,Arjun,Nadia,Youssef,Emma,Kofi,Jürgen,Siân}'::text[] as first_names,
    '{Martin,Bernard,Dubois,Robert,Petit,Leroy,Roux,Lefèvre,Girard,Mercier,Dupont,Lambert,Bonnet,Rousseau,Blanc,Guérin,Muller,Chevalier,Gauthier,Perrin,Besson,Clément,Noël,Lacroix,Hébert,Smith,O''Connor,Walker,Nguyen,Tran,Diallo,Traoré,Haddad,Cohen,Rossi,Bianchi,García,Fernández,Silva,Novák,Kowalski,Schmidt,Weber,Jensen,Bergström,Patel,Kapoor,Chen,Yamamoto,Mensah}'::text[] as surnames,
    '{Atelier,Maison,Studio,Groupe,Fondation,Agence,Laboratoires,Éditions,Domaine,Compagnie,Cabinet,Imprimerie,Brasserie,Librairie,Cool}'::text[] as kinds,
    '{Lumière,Belleville,Aurore,Vaugirard,Nørrebro,Horizon,Saint-Loup,Meridian,Tilleul,Papillon,Cassiopée,Montaigne,Oslo,Boréal,Delta,Garance,Kestrel,Lavande,Pacifique,Startup}'::text[] as brands
), people as (
  select i, i * 37 % 2000 as pair, i * 7 % 300 as company from generate_series(1, 1000) i
), drawn as (
  select p.i,
         case when p.i = 12 then 'Kevin Casey'
              else n.first_names[1 + p.pair % 40] || ' ' || n.surnames[1 + p.pair / 40] end as full_name,
         case when p.i = 12 then 'Cool Startup'
              when p.i % 29 = 0 then null  -- private parties
              else n.kinds[1 + p.company % 15] || ' ' || n.brands[1 + p.company / 15] end as company_name
    from people p, names n
)
insert into crm.clients (full_name, email, phone, company_name, first_contact_date, last_contact_date, commercial_id)
select d.full_name,
       case when d.i = 12 then 'kevin.casey@cool-startup.example.com'
            else translate(lower(d.full_name), ' éèêëàâîïôöûüçáíóúňñåøÉ''', '.eeeeaaiioouucaiounnaoe')
                 || '@' || coalesce(translate(lower(d.company_name), ' éèêëàâîïôöûüçøÉ''', '-eeeeaaiioouucoe') || '.', '')
                 || 'example.' || (array['com', 'org', 'net'])[1 + d.i % 3] end,
       case when d.i = 12 then '+678 123 456 78'
            when d.i % 23 = 0 then null
            else (array[
              format('+33 1 99 00 %s %s', lpad((d.i * 13 % 100)::text, 2, '0'), lpad((d.i * 29 % 100)::text, 2, '0')),
              format('+33 6 39 98 %s %s', lpad((d.i * 17 % 100)::text, 2, '0'), lpad((d.i * 31 % 100)::text, 2, '0')),
              format('+33 4 65 71 %s %s', lpad((d.i * 19 % 100)::text, 2, '0'), lpad((d.i * 37 % 100)::text, 2, '0')),
              format('+44 20 7946 0%s', lpad((d.i * 7 % 1000)::text, 3, '0')),
              format('+1 212 555 01%s', lpad((d.i * 11 % 100)::text, 2, '0'))
            ])[1 + d.i * 3 % 5] end,
       d.company_name,
       d.last_contact - 3 - d.i * 61 % 900,
       d.last_contact,
       -- marie and luc have the most; Kevin Casey is marie's
       (select c.id from crm.collaborators c
         where c.email = (array['luc', 'claire', 'marie', 'luc', 'tomas', 'marie', 'aiko'])[1 + d.i % 7] || '@epic.events')
  from (select d.*, current_date - case when d.i = 12 then 47 else d.i * 53 % 97 end as last_contact from drawn d) d
 order by d.i;

------------------------------------------------------------------------------------------------------------
-- Contracts: for nine clients in ten; three in four signed; unpaid, partly paid and paid
------------------------------------------------------------------------------------------------------------

with clients as (
  select id, row_number() over (order by id) as n from crm.clients
), drawn as (
  select i,
         1 + i * 389 % 900 as client,
         1500 + 100 * (i * 7919 % 883) + case when i % 6 = 0 then (i * 37 % 100) / 100.0 else 0 end as total,
         current_date - case when i % 4 = 0 then 2 + i * 23 % 180 else 25 + i * 71 % 700 end as created,
         i % 4 <> 0 as signed
    from generate_series(1, 2500) i
)
insert into crm.contracts (client_id, total_amount, amount_due, creation_date, signed_at)
select c.id, d.total,
       case when not d.signed then d.total
            when d.i % 3 = 0 then 0
            when d.i % 3 = 1 then round(d.total * (20 + 10 * (d.i % 7)) / 100, 2)
            else d.total end,
       d.created,
       case when d.signed then (d.created + 1 + d.i % 20) + time '10:00' + interval '7 minutes' * (d.i % 60) end
  from drawn d join clients c on c.n = d.client
 order by d.i;

------------------------------------------------------------------------------------------------------------
-- Events: under signed contracts, past and to come; some of those to come have no support yet
------------------------------------------------------------------------------------------------------------

with signed as (
  select k.id, k.creation_date, c.full_name, c.company_name, coalesce(c.phone, c.email) as reach,
         row_number() over (order by k.id) - 1 as n
    from crm.contracts k join crm.clients c on c.id = k.client_id
   where k.signed
), places as (
  select '{"Pavillon Vendôme, Paris","Les Docks, Marseille","Château de Saint-Loup, Touraine","Palais des Congrès, Lyon","Hangar à Bananes, Nantes","Villa Aurore, Nice","La Halle aux Grains, Toulouse","Orangerie du Parc, Strasbourg","Quai des Chartrons, Bordeaux","Grand Théâtre, Lille","Le Corum, Montpellier","Domaine des Tilleuls, Annecy","Hôtel des Thermes, Aix-les-Bains","Fort de la Baie, Saint-Malo","Kulturhuset, Stockholm","Palacio de Cibeles, Madrid","Casa Batlló, Barcelona","Royal Festival Hall, London","Kongresszentrum, Zürich","Fabrik, Hamburg","Øksnehallen, København","Teatro Regio, Torino","Flagey, Bruxelles","Jardins de Majorelle, Marrakech"}'::text[] as locations,
         '{"Annual conference","Séminaire d''équipe","Product launch","Soirée de gala","Summer party","Congrès annuel","Garden party","Assemblée générale","Hackathon","Fête de fin d''année","Board retreat","Remise des prix"}'::text[] as kinds,
         '{"Mariage de","Anniversaire de","Wedding of","Birthday of"}'::text[] as private_kinds,
         '{"Vegetarian menu for a third of the guests.","Accès par la cour ; badge à l''accueil.","The client wants a live band until midnight.","Prévoir deux scènes et un traducteur.","Parking is tight: shuttle from the station.","Interprète en langue des signes demandé.","VIP room for twelve."}'::text[] as remarks
), drawn as (
  select i, s.*,
         -- a month or more after the contract; not all on the hour
         s.creation_date + 30 + (i * 29 % 200)::int as day,
         time '08:00' + interval '30 minutes' * (i * 7 % 25) as hour
    from generate_series(1, 1200) i
    join signed s on s.n = i % 1100 * 17 % (select count(*) from signed)  -- a hundred contracts have two events
)
insert into crm.events (contract_id, name, starts_at, ends_at, support_id, client_contact, location, attendees, notes)
select d.id,
       case when d.company_name is null then p.private_kinds[1 + d.i % 4] || ' ' || d.full_name
            else p.kinds[1 + d.i * 5 % 12] || ' – ' || d.company_name end,
       (d.day + d.hour) at time zone 'Europe/Paris',
       (d.day + d.hour) at time zone 'Europe/Paris'
         + case when d.i % 11 = 0 then interval '2 days' else interval '1 hour' * (2 + d.i % 9) end,
       case when d.i % 25 = 7 or (d.day >= current_date and d.i % 3 = 0) then null
            else (select c.id from crm.collaborators c
                   where c.email = (array['sam', 'ines', 'kate', 'alienor',
                                          case when d.day < current_date then 'bruno' else 'sam' end])[1 + d.i % 5] || '@epic.events') end,
       d.full_name || ' ' || d.reach,
       p.locations[1 + d.i * 7 % 24],
       case when d.i % 31 = 0 then null else 10 + 5 * (d.i * 13 % 150) end,
       case when d.i % 4 = 0 then p.remarks[1 + d.i / 4 % 7] end
  from drawn d, places p
 order by d.i;

-- Bruno has left. What he organised stays in his name.
update crm.collaborators set active = false where email = 'bruno@epic.events';
