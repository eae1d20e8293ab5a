select duly.moment(?)
