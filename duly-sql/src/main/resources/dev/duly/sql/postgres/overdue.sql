-- Jobs whose lease has been over for a minute. Index: claim_lease.
select coalesce(sum(duly.size(open)), 0) from duly.claim where lease_until < duly.moment(?) - 60000
