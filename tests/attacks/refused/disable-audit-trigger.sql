-- Switches the audit off, then changes its own client.
-- as: commercial
-- expect: must be owner
alter table clients disable trigger audit_update;
update clients set phone = null where commercial_id = auth.uid();
