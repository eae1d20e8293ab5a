-- The runs of one request, to answer it again. Index: the key of claim.
select token, lo, hi, lane from claim where token between ? and ? order by token
