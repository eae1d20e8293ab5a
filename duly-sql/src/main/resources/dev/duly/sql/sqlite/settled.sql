-- What ended the claims of a range, if they were this token's.
select seq, verb from job not indexed where seq between ? and ? and token = ? and verb is not null
