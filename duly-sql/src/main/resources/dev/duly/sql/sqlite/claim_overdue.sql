-- Runs of a lane whose lease has ended, by their first row: so many of them surely hold the first so many jobs. Index: claim_lease;
-- few rows, since an expired run is taken at once.
select token, lo, hi from claim where lease_until <= ? and lane = ? order by lo, token limit ?
