-- Renews a run. Index: the key of claim.
update claim set lease_until = ? where token = ?
