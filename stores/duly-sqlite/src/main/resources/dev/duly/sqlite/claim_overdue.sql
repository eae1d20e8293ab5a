-- Runs of a lane whose lease has ended. Index: claim_lease; few rows, since an expired run is taken at once. All of them, since a
-- run's first row may have been settled long ago: only its jobs tell which come first.
select token, lo, hi from claim where lease_until <= ? and lane = ? order by lo, token
