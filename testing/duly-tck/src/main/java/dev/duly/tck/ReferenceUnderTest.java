package dev.duly.tck;

import dev.duly.backend.Backend;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.tck.bench.BackendUnderTest;
import java.time.Duration;

/** The reference on the bench: the oracle of random sequences. */
final class ReferenceUnderTest implements BackendUnderTest {
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
  public void failNextClaim() {
    backend.failNextClaim();
  }

  @Override
  public void prune() {
    backend.prune();
  }

  @Override
  public void close() {
    backend.close();
  }
}
