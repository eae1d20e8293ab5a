-- A range of keys, at each level, may have room again. Index: the key of turn.
update turn set asleep_until = null
where queue = ? and priority in ('high', 'normal', 'low') and key between ? and ? and asleep_until is not null
