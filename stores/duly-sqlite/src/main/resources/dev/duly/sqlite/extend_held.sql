-- Whether a job is still held by a run, and whether it is asked to stop.
select cancel_requested from job where seq = ? and token = ? and state = 'running'
