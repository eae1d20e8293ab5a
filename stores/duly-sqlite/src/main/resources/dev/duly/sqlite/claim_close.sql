-- So many jobs of a run have been settled or taken away.
update claim set open = open - ? where token = ?
