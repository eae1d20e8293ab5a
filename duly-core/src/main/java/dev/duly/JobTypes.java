package dev.duly;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one registry of types, for producer and worker: by stored name and by payload class.
 * Thread-safe.
 */
final class JobTypes {
  private final Map<String, JobType<?, ?>> byName = new ConcurrentHashMap<>();
  private final Map<Class<?>, JobType<?, ?>> byPayload = new ConcurrentHashMap<>();

  void add(JobType<?, ?> type) {
    JobType<?, ?> other = byName.putIfAbsent(type.name(), type);
    if (other != null && !other.equals(type)) {
      throw new IllegalArgumentException(
          "two types are named \""
              + type.name()
              + "\": of "
              + other.payload().getName()
              + " and of "
              + type.payload().getName());
    }
    byPayload.putIfAbsent(type.payload(), type);
  }

  /** The registered type of this class, or the one its {@link JobName} makes. */
  @SuppressWarnings("unchecked") // registered under its own class
  <P> JobType<P, ?> of(Class<P> payload) {
    return (JobType<P, ?>) byPayload.computeIfAbsent(payload, JobType::of);
  }
}
