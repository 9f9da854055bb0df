-- Drops what the group that may connect owns, which would keep everybody out.
-- as: support
do $$
begin
  execute (select format('drop owned by %I', 'epic_db_' || oid) from pg_database where datname = current_database());
end $$;
