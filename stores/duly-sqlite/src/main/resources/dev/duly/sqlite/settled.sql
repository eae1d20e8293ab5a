-- What ended the claims of a range, if they were this token's; null for one that still runs.
select seq, verb from job not indexed where seq between ? and ? and token = ?
