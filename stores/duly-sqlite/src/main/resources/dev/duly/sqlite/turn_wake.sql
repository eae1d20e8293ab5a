-- Whose time has come. Index: turn_asleep.
update turn set asleep_until = null where queue = ? and asleep_until <= ?
