package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.bridge.Bridge;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Globals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Jobs that a worker gets from another store: a bridge, with the store that it empties. */
final class Inflow implements AutoCloseable {
  /** No other store. */
  static final Inflow NONE = new Inflow(Optional.empty(), Optional.empty());

  private final Optional<Backend> source;
  private final Optional<Bridge> bridge;

  private Inflow(Optional<Backend> source, Optional<Bridge> bridge) {
    this.source = source;
    this.bridge = bridge;
  }

  /** From the store that {@code --from} names. */
  static Inflow of(Globals globals, String from, List<String> queues, Backend target) {
    if (from.equals(globals.url())) {
      throw CommandFailure.usage("--from and --url are the same store");
    }
    Backend source = globals.open(from, false, "--from");
    try {
      Bridge bridge = Bridge.from(source).queues(queues).into(target).start();
      return new Inflow(Optional.of(source), Optional.of(bridge));
    } catch (IllegalArgumentException e) {
      source.close();
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  /** Whether nothing is due over there, and nothing is on the way. */
  boolean isEmpty() {
    return bridge.map(it -> it.awaitEmpty(Duration.ZERO)).orElse(true);
  }

  /** Why nothing comes any more. */
  Optional<String> problem() {
    return bridge.flatMap(Bridge::problem);
  }

  /** What is on the way arrives first; nothing comes after it. */
  void stop() {
    bridge.ifPresent(Bridge::close);
  }

  @Override
  public void close() {
    stop();
    source.ifPresent(Backend::close);
  }
}
