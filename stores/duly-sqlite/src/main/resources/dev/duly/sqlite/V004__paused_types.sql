-- The waiting jobs of a paused type lie in gated lanes, where no claim looks, however many they are.
create table paused_type (
  type      text    primary key,
  paused_at integer not null
) without rowid;
