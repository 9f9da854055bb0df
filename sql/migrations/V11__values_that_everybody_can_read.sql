-- What somebody stores, everybody can read.
--
-- Until now a date could be infinite or in the year 200000, an amount no number, a name one invisible character and a
-- text as long as the server takes: one row of that kind kept everybody from reading the others, or was an account that
-- looks like another. Each rule is a constraint, named by the sentence that is shown when it is broken.
--
-- Rows that break a rule already stay as they are: nobody but their owner knows what they should say. A warning names
-- them, the rule holds for what is written from now on (such a row has to be mended before anything else of it is
-- changed), and `alter table … validate constraint …` says when all of them are mended.

do $$
declare
  years   constant text := '%1$I between date ''1900-01-01'' and date ''2200-12-31''';
  moments constant text := '%1$I between timestamptz ''1900-01-01 00:00+00'' and timestamptz ''2200-12-31 23:59:59.999999+00''';
  -- Spaces of all kinds, control characters, marks that only change the writing of what surrounds them, combining marks.
  unseen  constant text := '[:space:][:cntrl:]\u0080-\u00a0\u00ad\u0300-\u036f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f'
                        || '\u1ab0-\u1aff\u1dc0-\u1dff\u2000-\u200f\u2028-\u202f\u205f-\u206f\u20d0-\u20ff\u2800\u3000\u3164'
                        || '\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff';
  seen    constant text := format('%%1$I ~ %L', '[^' || unseen || ']');
  address constant text := format('%%1$I !~ %L and %%1$I is nfc normalized', '[' || unseen || ']');
  short   constant text := 'length(%1$I) <= 320';
  rule    record;
  broken  bigint;
  ids     text;
begin
  for rule in
    select r.*, format(r.condition, variadic r.columns) as holds
      from (values
        ('collaborators', 'a collaborator''s name is not blank', seen, array['full_name'],
         'Give at least one visible character.'),
        ('collaborators', 'a collaborator''s employee number is not blank', seen, array['employee_number'],
         'Give at least one visible character.'),
        ('collaborators', 'a collaborator''s department is not blank', seen, array['department'],
         'Give at least one visible character.'),
        ('collaborators', 'a collaborator''s e-mail has visible characters only', address, array['email'],
         'Type the address by hand: what was copied may hold spaces or accents that are not seen.'),
        ('collaborators', 'a collaborator''s name has at most 320 characters', short, array['full_name'],
         'Give a shorter name.'),
        ('collaborators', 'an employee number has at most 320 characters', short, array['employee_number'],
         'Give a shorter number.'),
        ('collaborators', 'a department has at most 320 characters', short, array['department'],
         'Give a shorter name.'),
        ('collaborators', 'a collaborator was entered between 1900 and 2200', moments, array['created_at'],
         'Give a year from 1900 to 2200.'),
        ('clients', 'a client''s name is not blank', seen, array['full_name'],
         'Give at least one visible character.'),
        ('clients', 'a client''s e-mail has visible characters only', address, array['email'],
         'Type the address by hand: what was copied may hold spaces or accents that are not seen.'),
        ('clients', 'a client''s name has at most 320 characters', short, array['full_name'],
         'Give a shorter name.'),
        ('clients', 'a client''s e-mail has at most 320 characters', short, array['email'],
         'No address is longer.'),
        ('clients', 'a client''s phone has at most 320 characters', short, array['phone'],
         'Give one number.'),
        ('clients', 'a client''s company has at most 320 characters', short, array['company_name'],
         'Give a shorter name.'),
        ('clients', 'contacts with a client were between 1900 and 2200',
         years || ' and ' || replace(years, '%1$I', '%2$I'), array['first_contact_date', 'last_contact_date'],
         'Give a year from 1900 to 2200.'),
        ('contracts', 'a contract''s dates are between 1900 and 2200',
         years || ' and ' || replace(moments, '%1$I', '%2$I'), array['creation_date', 'signed_at'],
         'Give a year from 1900 to 2200.'),
        ('contracts', 'a contract''s amounts are numbers', '%1$I <> ''NaN'' and %2$I <> ''NaN''',
         array['total_amount', 'amount_due'], 'NaN is not an amount.'),
        ('events', 'an event''s name is not blank', seen, array['name'],
         'Give at least one visible character.'),
        ('events', 'an event is between 1900 and 2200',
         moments || ' and ' || replace(moments, '%1$I', '%2$I'), array['starts_at', 'ends_at'],
         'Give a year from 1900 to 2200.'),
        ('events', 'an event''s name has at most 320 characters', short, array['name'],
         'Give a shorter name; the notes take more.'),
        ('events', 'an event''s contact has at most 320 characters', short, array['client_contact'],
         'Give a name and a number; the notes take more.'),
        ('events', 'an event''s location has at most 320 characters', short, array['location'],
         'Give a place; the notes take more.'),
        ('events', 'an event''s notes have at most 10,000 characters', 'length(%1$I) <= 10000', array['notes'],
         'Keep what is longer in a file, and say here where it is.')
      ) as r (name, sentence, condition, columns, hint)
  loop
    execute format('alter table crm.%I drop constraint if exists %I', rule.name, rule.sentence);
    execute format('alter table crm.%I add constraint %I check (%s) not valid', rule.name, rule.sentence, rule.holds);
    execute format('comment on constraint %I on crm.%I is %L', rule.sentence, rule.name, rule.hint);
    execute format(
      'select count(*), string_agg(id::text, '', '' order by id) filter (where nth <= 20)
         from (select id, row_number() over (order by id) as nth from crm.%I where not (%s)) as broken',
      rule.name, rule.holds) into broken, ids;
    if broken = 0 then
      execute format('alter table crm.%I validate constraint %I', rule.name, rule.sentence);
    else
      raise warning '% of % break a rule that holds from now on: %', broken, rule.name, rule.sentence using
        detail = format('Their ids: %s%s.', ids, case when broken > 20 then ' …' end),
        hint = rule.hint;
    end if;
  end loop;
end $$;
