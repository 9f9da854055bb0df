-- Rewrites what people read about a rule.
-- as: commercial
-- expect: must be owner
comment on policy "an admin updates any client" on clients is 'everybody may';
