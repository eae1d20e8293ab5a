-- When the next lease ends, of anybody. Index: claim_lease.
select min(lease_until) from claim
