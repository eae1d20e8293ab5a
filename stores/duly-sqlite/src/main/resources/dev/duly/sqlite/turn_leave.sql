-- Those of a range of groups whose lane has no job of theirs, but for one. Indexes: the key of turn, job_group.
delete from turn
where queue = ?1 and priority = ?2 and key between ?3 and ?4
  and not exists (
    select 1 from job where lane = ?5 and group_key = turn.key and state = 'waiting' and seq <> ?6
  )
