-- What a result is, beside its bytes and content type: the version of its form, and the key that it is encrypted with. The view of all
-- there is of a job stays as it is: an older version reads all of its columns, and its prepared statements would fail.
alter table duly.job
  add column result_version int not null default 1,
  add column result_key_id text;
