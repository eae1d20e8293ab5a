delete from paused_type where type = ?
