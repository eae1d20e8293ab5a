-- What a result is, beside its bytes and content type: the version of its form, and the key that it is encrypted with.
alter table job add column result_version integer not null default 1;
alter table job add column result_key_id text;
