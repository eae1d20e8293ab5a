-- The first of sixty-four block numbers.
select nextval('duly.block')
