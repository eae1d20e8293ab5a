package dev.duly;

import dev.duly.job.Payload;
import dev.duly.lifecycle.GiveUp;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a worker can run, by the job's stored type. Immutable once the worker has started. */
final class Handlers {
  private final Codec codec;
  private final Map<String, Entry<?, ?>> byType = new TreeMap<>();

  Handlers(Codec codec) {
    this.codec = codec;
  }

  <P, R> void add(JobType<P, R> type, Handler.Computing<P, R> handler) {
    if (byType.putIfAbsent(type.name(), new Entry<>(type, handler, codec)) != null) {
      throw new IllegalArgumentException("two handlers for type \"" + type.name() + "\"");
    }
  }

  @Nullable Entry<?, ?> of(String type) {
    return byType.get(type);
  }

  Set<String> types() {
    return Set.copyOf(byType.keySet());
  }

  /**
   * A budget of one is at most once, and a job claimed ahead can be lost unrun: then nothing is
   * claimed ahead (rule X2).
   */
  boolean allowClaimingAhead() {
    return byType.values().stream().allMatch(entry -> entry.type.retry().attempts() > 1);
  }

  /** A type and its handler. */
  static final class Entry<P, R> {
    private final JobType<P, R> type;
    private final Handler.Computing<P, R> handler;
    private final Codec codec;

    private Entry(JobType<P, R> type, Handler.Computing<P, R> handler, Codec codec) {
      this.type = type;
      this.handler = handler;
      this.codec = codec;
    }

    GiveUp giveUp() {
      return type.retry().giveUp();
    }

    /**
     * Reads the payload.
     *
     * @throws Exception if it cannot be read
     */
    P decode(Payload payload) throws Exception {
      return type.payload() == Payload.class
          ? type.payload().cast(payload)
          : codec.decode(payload, type.payload());
    }

    /** Runs the handler on a payload read by {@link #decode}. */
    @SuppressWarnings("unchecked") // Runner passes what this entry has read
    @Nullable Object handle(Object payload, Attempt attempt) throws Exception {
      return handler.handle((P) payload, attempt);
    }

    /** What {@link #handle} returned, as it is kept. */
    Payload encode(Object result) {
      return result instanceof Payload raw ? raw : codec.encode(result);
    }
  }
}
