-- Updates the client of a colleague by a merge.
-- as: commercial
-- expect: syntax error at or near "merge"
-- expect from 15: target row violates row-level security policy (USING expression) for table "clients"
merge into clients c using (select id from clients where commercial_id <> auth.uid()) o on o.id = c.id
  when matched then update set phone = '1';
