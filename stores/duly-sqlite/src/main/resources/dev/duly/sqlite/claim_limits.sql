select queue_limit, key_limit, key from claim where token = ?
