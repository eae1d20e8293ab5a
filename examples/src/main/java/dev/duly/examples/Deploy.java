package dev.duly.examples;

import dev.duly.Duly;
import java.time.Duration;

/** Deploys: what runs may finish, what waits is left to the next version. */
public final class Deploy {
  private Deploy() {}

  /** SIGTERM comes, and the platform waits 30 s before it kills: stop within 25. */
  public static Thread stopAtShutdown(Duly jobs) {
    Thread hook = new Thread(() -> jobs.close(Duration.ofSeconds(25)));
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }
}
