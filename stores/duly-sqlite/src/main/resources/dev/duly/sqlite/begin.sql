-- Takes SQLite's write lock at once, so that nothing that was read can be stale.
begin immediate
