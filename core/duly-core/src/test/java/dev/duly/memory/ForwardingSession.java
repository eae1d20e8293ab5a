package dev.duly.memory;

import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.TurnResult;
import java.time.Duration;
import java.util.List;

/** Another session, of which a test makes one thing different. */
public class ForwardingSession implements Session {
  private final Session good;

  public ForwardingSession(Session good) {
    this.good = good;
  }

  @Override
  public TurnResult claim(List<Demand> demands, Duration waitMax) {
    return good.claim(demands, waitMax);
  }

  @Override
  public TurnResult settle(List<Settlement> done, List<Demand> next) {
    return good.settle(done, next);
  }

  @Override
  public List<Extended> extend(List<Extension> running) {
    return good.extend(running);
  }

  @Override
  public void wake() {
    good.wake();
  }

  @Override
  public void close() {
    good.close();
  }
}
