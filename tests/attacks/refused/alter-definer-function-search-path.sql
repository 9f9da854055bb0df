-- Takes the pinned search path of a definer function away.
-- as: commercial
-- expect: must be owner
alter function auth.uid() reset search_path;
