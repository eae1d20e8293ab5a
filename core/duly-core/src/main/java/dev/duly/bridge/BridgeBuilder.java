package dev.duly.bridge;

import dev.duly.backend.Backend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Makes a {@link Bridge}. Not thread-safe. */
public final class BridgeBuilder {
  private static final Duration LEASE_MIN = Duration.ofSeconds(1);

  private final Backend source;
  private Optional<Backend> target = Optional.empty();
  private List<String> queues = List.of();
  private String name = "bridge-" + Integer.toHexString(ThreadLocalRandom.current().nextInt());
  private Duration lease = Duration.ofSeconds(30);

  BridgeBuilder(Backend source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  /** These alone; all that there are if nothing is said, also those to come. */
  public BridgeBuilder queues(String... queues) {
    return queues(List.of(queues));
  }

  /** These alone; all that there are if it is empty. */
  public BridgeBuilder queues(List<String> queues) {
    this.queues = List.copyOf(queues);
    return this;
  }

  /** Where the jobs go; it is not closed with the bridge. */
  public BridgeBuilder into(Backend target) {
    this.target = Optional.of(target);
    return this;
  }

  /** As it is shown among the workers of the source; made up if nothing is said. */
  public BridgeBuilder name(String name) {
    this.name = Objects.requireNonNull(name, "name");
    return this;
  }

  /** How long a claim is the bridge's without a renewal, from 1 s on; 30 s if nothing is said. */
  public BridgeBuilder lease(Duration lease) {
    this.lease = Objects.requireNonNull(lease, "lease");
    return this;
  }

  /**
   * Begins to carry.
   *
   * @throws IllegalArgumentException that names everything that is wrong
   */
  public Bridge start() {
    List<String> problems = new ArrayList<>();
    if (target.isEmpty()) {
      problems.add("it has no target: say into(..)");
    } else if (target.get() == source) {
      problems.add("its source and its target are the same");
    }
    if (lease.compareTo(LEASE_MIN) < 0) {
      problems.add("its lease must be 1s at least, was " + lease);
    }
    for (String queue : queues) {
      dev.duly.job.Names.problemWithQueue(queue).ifPresent(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("no bridge: " + String.join("; ", problems));
    }
    Bridge bridge = new Bridge(source, target.get(), new Bridge.Terms(queues, name, lease));
    bridge.start();
    return bridge;
  }
}
