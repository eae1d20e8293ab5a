-- Every lease: there are as many rows as runs held.
update claim set lease_until = lease_until + ?
