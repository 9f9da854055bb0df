-- Takes the limit of temporary files away.
-- as: support
-- expect: permission denied to set parameter "temp_file_limit"
set temp_file_limit = -1;
