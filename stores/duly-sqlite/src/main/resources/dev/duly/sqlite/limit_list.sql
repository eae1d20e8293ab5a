select queue, key, starts, period, burst, places, id, declared from limits order by queue, key
