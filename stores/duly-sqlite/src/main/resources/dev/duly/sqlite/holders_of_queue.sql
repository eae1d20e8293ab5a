-- Jobs that hold a place of a queue's limit, and when the first of their leases ends. Index: claim_queue_limit.
select coalesce(sum(open), 0), min(lease_until) from claim where queue_limit = ? and lease_until > ?
