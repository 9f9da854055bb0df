-- Asks who took a run of somebody else back.
-- as: admin
-- expect: permission denied for function undone_by
select audit.undone_by('c7dc8a4b-6bd2-4d8e-bd33-0b4a48a1a1a1');
