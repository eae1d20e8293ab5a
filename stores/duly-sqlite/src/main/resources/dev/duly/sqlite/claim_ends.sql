-- When the next lease of each lane ends. Reads every open run, of which there are few; asked only by a claim that found nothing.
select lane, min(lease_until) from claim group by lane
