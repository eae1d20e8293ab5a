update queue set paused_at = null where queue = ?
