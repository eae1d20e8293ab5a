package dev.duly.examples;

import dev.duly.Duly;
import dev.duly.JobHandle;
import dev.duly.JobName;
import dev.duly.NewJob;
import dev.duly.job.KeyHeldException;
import dev.duly.job.OnConflict;
import dev.duly.job.Until;
import java.time.Duration;

/** A shop's search, whose jobs are never there twice. */
public final class Search {
  private final Duly jobs;

  @JobName("search.reindex")
  public record Reindex(String shop, long upTo) {}

  @JobName("search.export")
  public record Export(String shop) {}

  @JobName("search.digest")
  public record Digest(String shop) {}

  public Search(Duly jobs) {
    this.jobs = jobs;
  }

  /** A person presses the button twice: the second time it is the export that waits or runs. */
  public JobHandle<?> export(String shop) {
    return jobs.enqueue(NewJob.of(new Export(shop)).unique("export:" + shop));
  }

  /** Each change asks for it; it runs once, when five seconds have passed without a change. */
  public void changed(String shop, long change) {
    jobs.enqueue(
        NewJob.of(new Reindex(shop, change))
            .unique("reindex:" + shop, Until.started())
            .onConflict(OnConflict.REPLACE)
            .delay(Duration.ofSeconds(5)));
  }

  /** At most one an hour, whatever became of the last; a second one is an error. */
  public boolean digest(String shop) {
    try {
      jobs.enqueue(
          NewJob.of(new Digest(shop))
              .unique(Until.after(Duration.ofHours(1)))
              .onConflict(OnConflict.REJECT));
      return true;
    } catch (KeyHeldException e) {
      return false; // e.holder() is the one of this hour
    }
  }
}
