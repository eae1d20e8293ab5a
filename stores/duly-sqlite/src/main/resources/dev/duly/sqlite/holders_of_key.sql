-- Jobs that hold a place of a key, and when the first of their leases ends. Index: claim_key_limit.
select coalesce(sum(open), 0), min(lease_until) from claim where key_limit = ? and key = ? and lease_until > ?
