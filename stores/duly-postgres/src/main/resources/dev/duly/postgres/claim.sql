select duly.claim_1(:now, :worker, :lease, :first_token, :demands, :queues, :levels, :since, :most, :everywhere)
