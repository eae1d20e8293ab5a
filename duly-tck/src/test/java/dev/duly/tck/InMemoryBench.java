package dev.duly.tck;

import dev.duly.backend.Backend;
import dev.duly.testing.InMemoryBackend;
import dev.duly.testing.ManualClock;
import java.time.Duration;

final class InMemoryBench implements Bench {
  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public void advance(Duration by) {
    clock.advance(by);
  }

  @Override
  public void loseNextAnswer() {
    backend.loseNextAnswer();
  }

  @Override
  public void close() {
    backend.close();
  }
}
