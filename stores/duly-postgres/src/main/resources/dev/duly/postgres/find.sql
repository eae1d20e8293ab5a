-- Jobs by their ids, each with its latest error. Index: job_id, then what lies beside the job; the limits keep the planner from reading
-- a table as a whole while it seems to be small.
select r.*, k.result_version, k.result_key_id, length(r.payload) as payload_size, length(r.result) as result_size,
  p.value as progress_value, p.content_type as progress_type, p.version as progress_version, p.key_id as progress_key_id,
  e.error, e.message, e.stack, e.fingerprint as error_group
from unnest(?::text[]) as asked (id)
cross join lateral (select * from duly.record where id = asked.id limit 1) r
cross join lateral (select result_version, result_key_id from duly.job where seq = r.seq limit 1) k
left join lateral (
  select error, message, stack, fingerprint from duly.attempt
  where job = r.seq and error is not null order by fence desc limit 1
) e on true
left join lateral (select * from duly.progress where job = r.seq limit 1) p on true
