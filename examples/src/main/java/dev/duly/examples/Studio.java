package dev.duly.examples;

import dev.duly.Duly;
import dev.duly.JobName;
import dev.duly.Worker;
import dev.duly.job.PriorityOrder;
import java.util.Map;

/** Dedicated queues: slow videos never keep mails waiting. */
public final class Studio {
  private Studio() {}

  @JobName("video.encode")
  public record EncodeVideo(String file) {}

  @JobName("mail.welcome")
  public record Welcome(String to) {}

  /** What the jobs do. */
  public interface Crew {
    void encode(String file);

    void welcome(String to);
  }

  /**
   * One worker: eight slots for mails alone, two for videos, and four that serve the default queue
   * six times as often as backfills.
   */
  public static Worker start(Duly jobs, Crew crew) {
    return jobs.worker()
        .queue("email", 8)
        .queue("video", 2)
        .queues(Map.of("default", 6, "backfill", 1), 4)
        .priorityOrder(PriorityOrder.weighted(70, 20, 10))
        .handle(EncodeVideo.class, (video, attempt) -> crew.encode(video.file()))
        .handle(Welcome.class, (mail, attempt) -> crew.welcome(mail.to()))
        .start();
  }
}
