select type from paused_type order by type
