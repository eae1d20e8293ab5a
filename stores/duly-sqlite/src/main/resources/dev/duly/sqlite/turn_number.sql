select turns from queue where queue = ?
