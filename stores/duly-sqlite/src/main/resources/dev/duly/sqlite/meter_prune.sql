-- What is used up no longer says nothing.
delete from meter where used_until < ?
