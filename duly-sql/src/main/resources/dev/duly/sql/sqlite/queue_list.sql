select queue, paused_at, waiting, running, completed, cancelled, dead from queue order by queue
