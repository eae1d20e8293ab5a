-- Whether a job holds its key: until it has finished (null), until its first claim (0), or until a time. Volatile, so that it sees what
-- has been committed since the statement began: an enqueue waits for another one of the same key, and must then see the job of that.
create function duly.holds_1(p_job bigint, p_now bigint) returns boolean
language plpgsql volatile as $$
begin
  return exists (
    select from duly.job j
    where j.seq = p_job
      and case
        when j.unique_until > 0 then j.unique_until > p_now
        when j.state is not null then false
        when j.unique_until = 0 then j.token is null
          and not exists (select from duly.claim c where c.block = j.seq >> 6 and (c.open & duly.bit(j.seq)) <> 0)
          and not exists (select from duly.done d where d.block = j.seq >> 6 and (d.jobs & duly.bit(j.seq)) <> 0)
        else not exists (select from duly.done d where d.block = j.seq >> 6 and (d.jobs & duly.bit(j.seq)) <> 0)
      end);
end
$$;
