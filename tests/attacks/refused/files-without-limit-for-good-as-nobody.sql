-- Takes the limit of temporary files away for all who sign in.
-- as: nobody
-- expect: permission denied
alter role epic_login in database {database} reset temp_file_limit;
