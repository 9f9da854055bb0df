-- Open: the command that notifies cannot be taken away.
-- as: support
notify mine, 'x';
