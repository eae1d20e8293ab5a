-- The lanes of runs whose lease has ended: those that no worker serves, or that are paused, stay among them. Index: claim_lease.
select distinct lane from claim where lease_until <= ?
