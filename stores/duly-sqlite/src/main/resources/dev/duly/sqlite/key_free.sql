-- With its job, unless another has the key by now. Index: the primary key.
delete from unique_key where key = ? and job = ?
