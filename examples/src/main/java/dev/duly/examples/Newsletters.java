package dev.duly.examples;

import dev.duly.Duly;
import dev.duly.JobHandle;
import dev.duly.JobName;
import dev.duly.JobType;
import dev.duly.Worker;
import dev.duly.limit.Limit;
import dev.duly.limit.RateLimitedException;
import java.time.Duration;
import java.util.Optional;

/** Limits and groups: a provider that takes ten mails a second, and tenants that take turns. */
public final class Newsletters {
  private Newsletters() {}

  @JobName("newsletter")
  public record Letter(String tenant, String to) {}

  public static final JobType<Letter, Void> LETTER =
      JobType.of(Letter.class).queue("mail").group(letter -> "tenant:" + letter.tenant());

  /** Sends a mail. */
  public interface Provider {
    /** Empty, or after an answer 429 how long it wants to be left alone. */
    Optional<Duration> send(String to);
  }

  /** Ten mails a second, and of each tenant two at a time. */
  public static Worker start(Duly jobs, Provider provider) {
    jobs.limits(
        Limit.queue("mail").rate(10, Duration.ofSeconds(1)),
        Limit.key("mail", "tenant:*").places(2));
    return jobs.worker()
        .queue("mail", 8)
        .handle(
            LETTER,
            (letter, attempt) -> {
              Optional<Duration> pause = provider.send(letter.to());
              if (pause.isPresent()) {
                throw new RateLimitedException(pause.get());
              }
            })
        .start();
  }

  public static JobHandle<Void> send(Duly jobs, String tenant, String to) {
    return jobs.enqueue(LETTER, new Letter(tenant, to));
  }
}
