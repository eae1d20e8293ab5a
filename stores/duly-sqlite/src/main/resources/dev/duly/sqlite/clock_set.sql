insert into clock (one, boot, lead) values (1, ?, ?)
on conflict (one) do update set boot = excluded.boot, lead = excluded.lead
