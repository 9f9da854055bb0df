-- Makes an operator that shadows a built-in one.
-- as: commercial
-- expect: permission denied
create operator public.= (leftarg = text, rightarg = text, function = texteq);
