-- Takes the name of its trade and asks the audit.
-- as: support
-- expect: permission denied for schema audit
set role epic_support;
select audit.history('crm.clients', 1);
