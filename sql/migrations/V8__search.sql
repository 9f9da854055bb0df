-- Indexes for searching inside texts: `ilike '%part%'` on what people look for. Trigrams, from pg_trgm.
-- Collaborators are few: reading them all is as fast.

create index clients_full_name_search    on crm.clients using gin (full_name public.gin_trgm_ops);
create index clients_email_search        on crm.clients using gin (email public.gin_trgm_ops);
create index clients_company_name_search on crm.clients using gin (company_name public.gin_trgm_ops);
create index clients_phone_search        on crm.clients using gin (phone public.gin_trgm_ops);
create index events_name_search          on crm.events  using gin (name public.gin_trgm_ops);
create index events_location_search      on crm.events  using gin (location public.gin_trgm_ops);
