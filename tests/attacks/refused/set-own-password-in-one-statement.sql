-- Proves and judges in one transaction, so that a wrong guess is not counted.
-- as: commercial
-- expect: no loot
select true where auth.set_password(auth.uid(), repeat('x', 16)::bytea, 'm=19456,t=2,p=1', sha256('x'),
  auth.attempt('marie@epic.events', sha256('guess')));
