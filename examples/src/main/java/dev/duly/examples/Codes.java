package dev.duly.examples;

import dev.duly.Duly;
import dev.duly.JobName;
import dev.duly.NewJob;
import java.time.Duration;

/** One-time codes, which are of no use later than ten minutes. */
public final class Codes {
  private final Duly jobs;

  @JobName("code.send")
  public record SendCode(String to, int code) {}

  public Codes(Duly jobs) {
    this.jobs = jobs;
  }

  public void send(String to, int code) {
    jobs.enqueue(NewJob.of(new SendCode(to, code)).expiresIn(Duration.ofMinutes(10)));
  }
}
