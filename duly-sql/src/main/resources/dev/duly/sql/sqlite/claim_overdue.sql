-- Runs of a lane whose lease has ended, the longest ago first. Index: claim_lease; few rows, since an expired run is taken at once.
select token, lo, hi from claim where lease_until <= ? and lane = ? order by lease_until, token
