select type from duly.paused_type order by type
