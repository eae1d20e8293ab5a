delete from meter where limit_id = ?
