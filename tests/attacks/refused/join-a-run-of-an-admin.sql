-- Slips a change of its own under a run of an admin.
-- as: commercial
-- expect: this session has no such run
begin;
select audit.join_run('{run of an admin}');
update clients set phone = '1' where commercial_id = 2;
commit;
