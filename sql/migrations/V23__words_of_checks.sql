-- The words that a check allows a column, in the catalog that every shell loads: so that completion offers them, as it does
-- those of an enumeration. An older shell passes over what it does not know.

create or replace function epic.fields(of_table oid) returns jsonb
language sql stable security invoker set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
      'name', a.attname,
      'type', format_type(a.atttypid, null),
      'nullable', not a.attnotnull,
      -- how numeric writes both into one number; none for a column that takes any number of digits
      'precision', case when exact then (a.atttypmod - 4) >> 16 & 65535 end,
      'scale', case when exact then ((a.atttypmod - 4) & 2047 # 1024) - 1024 end,
      'has_default', a.attidentity <> '' or (a.atthasdef and a.attgenerated = ''),
      'generated', a.attgenerated <> '',
      -- generated only to type a foreign key
      'hidden', a.attgenerated <> '' and exists (
        select from pg_constraint k where k.conrelid = of_table and k.contype = 'f' and a.attnum = any (k.conkey)),
      'comment', col_description(of_table, a.attnum),
      'values', (select jsonb_agg(v.enumlabel order by v.enumsortorder) from pg_enum v where v.enumtypid = a.atttypid),
      -- the words of a constraint such as check (size in ('small', 'large'))
      'words', (
        select jsonb_agg(replace(word[1], '''''', '''') order by place)
          from pg_constraint k,
               lateral pg_get_constraintdef(k.oid) c(written),
               lateral regexp_matches(c.written, '''((?:[^'']|'''')*)''::', 'g') with ordinality w(word, place)
         where k.conrelid = of_table and k.contype = 'c' and k.conkey = array[a.attnum]
           and c.written ~ '^CHECK \(\(+"?\w+"?\)?(::text)? = ANY \(+ARRAY\[(''([^'']|'''')*''::(text|character varying)(, )?)+\]\)*(::text\[\])?\)+$'),
      -- an index of trigrams finds a part of the text
      'searchable', exists (
        select from pg_index i join pg_opclass o on o.oid = any (i.indclass::oid[])
         where i.indrelid = of_table and a.attnum = any (i.indkey::int2[]) and o.opcname = 'gin_trgm_ops'),
      'may_select', has_column_privilege(of_table, a.attnum, 'select'),
      'may_insert', a.attgenerated = '' and has_column_privilege(of_table, a.attnum, 'insert'),
      'may_update', a.attgenerated = '' and has_column_privilege(of_table, a.attnum, 'update'))
    order by a.attnum), '[]')
  from pg_attribute a,
       lateral (select a.atttypid = 'numeric'::regtype and a.atttypmod >= 4) number(exact)
 where a.attrelid = of_table and a.attnum > 0 and not a.attisdropped
$$;

-- What was kept of the catalog is read anew.
do $$
begin
  execute format('comment on table crm.clients is %L', obj_description('crm.clients'::regclass, 'pg_class'));
end
$$;
