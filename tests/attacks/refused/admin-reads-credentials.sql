-- An admin reads what proves passwords.
-- as: admin
-- expect: permission denied
select * from auth.credential;
