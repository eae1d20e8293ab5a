select pg_notify('duly', ?)
