select error, message, stack, fingerprint from duly.attempt
where job = ? and error is not null order by fence desc limit 1
