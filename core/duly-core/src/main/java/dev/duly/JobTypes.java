package dev.duly;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The one registry of types, for producer and worker: by stored name and by payload class. A class
 * that is enqueued before its type is registered has every default until then. Thread-safe.
 */
final class JobTypes {
  private final Map<String, JobType<?, ?>> byName = new ConcurrentHashMap<>();
  private final Map<Type, JobType<?, ?>> byPayload = new ConcurrentHashMap<>();
  private final Map<Class<?>, JobType<?, ?>> defaults = new ConcurrentHashMap<>();

  /**
   * Registers a type. The first one of a payload class is the one that its jobs have.
   *
   * @throws IllegalArgumentException if its name is registered for another class, or with other
   *     settings
   */
  void add(JobType<?, ?> type) {
    JobType<?, ?> other = byName.putIfAbsent(type.name(), type);
    if (other != null && !other.equals(type)) {
      throw new IllegalArgumentException(conflict(other, type));
    }
    byPayload.putIfAbsent(type.payload(), type);
  }

  /** The registered type of this class, or the one its {@link JobName} makes. */
  @SuppressWarnings("unchecked") // registered under its own class
  <P> JobType<P, ?> of(Class<P> payload) {
    @Nullable JobType<?, ?> registered = byPayload.get(payload);
    return (JobType<P, ?>)
        (registered != null ? registered : defaults.computeIfAbsent(payload, JobType::of));
  }

  private static String conflict(JobType<?, ?> one, JobType<?, ?> other) {
    if (!one.payload().equals(other.payload())) {
      return "two types are named \""
          + one.name()
          + "\": of "
          + one.payload().getTypeName()
          + " and of "
          + other.payload().getTypeName();
    }
    List<String> differences = new ArrayList<>();
    difference(differences, "queue", one.queue(), other.queue());
    difference(differences, "priority", one.priority(), other.priority());
    difference(differences, "retry", one.retry(), other.retry());
    difference(differences, "timeout", one.timeout(), other.timeout());
    difference(differences, "result", one.result().getTypeName(), other.result().getTypeName());
    return "type \""
        + one.name()
        + "\" is registered twice with other settings ("
        + String.join("; ", differences)
        + "): keep it in one constant, and give that one to types(..), handle(..) and NewJob.of(..)";
  }

  private static void difference(List<String> all, String setting, Object one, Object other) {
    if (!one.equals(other)) {
      all.add(setting + " " + one + " and " + other);
    }
  }
}
