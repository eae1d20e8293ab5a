select used_until from meter where limit_id = ? and key = ?
