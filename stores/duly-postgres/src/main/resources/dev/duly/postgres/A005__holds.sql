-- Whether a job holds its key: until it has finished (null), until its first claim (0), or until a time. Volatile, so that it sees what
-- has been committed since the statement began: an enqueue waits for another one of the same key, and must then see the job of that.
create function duly.holds_1(p_job bigint, p_now bigint) returns boolean
language plpgsql volatile as $$
declare
  j record;
begin
  select unique_until, state, token into j from duly.job where seq = p_job;
  if not found then return false; end if;
  if j.unique_until > 0 then return j.unique_until > p_now; end if;
  if j.state is not null then return false; end if;
  perform from duly.done where block = p_job >> 6 and (jobs & duly.bit(p_job)) <> 0;
  if found then return false; end if;
  if j.unique_until is null then return true; end if;
  perform from duly.claim where block = p_job >> 6 and (open & duly.bit(p_job)) <> 0;
  return not found and j.token is null;
end
$$;
