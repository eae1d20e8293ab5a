-- A session's report is soon over. Index: report_began.
delete from duly.report where began < duly.moment(?) - ?
