select queue, key, starts, period, burst, places, id, declared from limits where queue = ?
