-- Uses up transaction ids: one for each handler that is entered, thousands in one statement.
-- as: nobody
-- set up by: superuser
-- expect: permission denied for language plpgsql
do 'begin for i in 1..10 loop begin perform pg_current_xact_id(); raise exception ''x''; exception when others then null; end; end loop; end';
