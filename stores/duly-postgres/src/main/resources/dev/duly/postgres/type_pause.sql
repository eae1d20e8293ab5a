-- Its waiting jobs go behind its gate as claims meet them.
insert into duly.paused_type (type, paused_at) values (?, duly.moment(?)) on conflict do nothing
