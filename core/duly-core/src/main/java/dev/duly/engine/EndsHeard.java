package dev.duly.engine;

import dev.duly.backend.Settlement;
import dev.duly.job.Job;
import java.util.Optional;

/** Tells those who wait for the end of a job, besides everyone else. */
public record EndsHeard(Ends ends, Events others) implements Events {
  @Override
  public void claimed(Job job) {
    others.claimed(job);
  }

  @Override
  public void settled(Job job, Settlement settlement, Optional<Throwable> cause) {
    if (settlement.isEnd() && !ends.isIdle()) {
      ends.ended(job.ref());
    }
    others.settled(job, settlement, cause);
  }

  @Override
  public void lost(Job job) {
    others.lost(job);
  }

  @Override
  public void unfit(String why) {
    others.unfit(why);
  }
}
