-- Deletes nothing, but takes the write lock, and waits for it: a transaction that has read before gets no second chance to.
delete from queue where queue = ''
