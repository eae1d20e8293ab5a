update claim set lease_until = min(lease_until, ?)
