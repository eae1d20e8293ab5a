-- A session's report is soon over. Index: report_began.
delete from report where began < ?
