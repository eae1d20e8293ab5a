select error, message, stack, fingerprint from attempt
where job = ? and error is not null order by fence desc limit 1
