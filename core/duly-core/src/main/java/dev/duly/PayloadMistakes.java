package dev.duly;

import dev.duly.job.Payload;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is surely not meant, refused with the line to write instead. */
final class PayloadMistakes {
  private PayloadMistakes() {}

  /** The same object again is the same job: a list of copies is several. */
  static void requireEachOnce(Collection<? extends NewJob<?, ?>> jobs) {
    Set<NewJob.GeneratedId> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (NewJob<?, ?> job : jobs) {
      if (!seen.add(job.drawn()) && job.id().isEmpty()) {
        throw new IllegalArgumentException(
            "the same NewJob is in the bulk twice, and would be one job: make one for each, with"
                + " NewJob.of(..)");
      }
    }
  }

  /** Refuses what is surely a mistake, with the line to write instead. */
  static NewJob<?, ?> requirePayload(@Nullable Object payload) {
    Optional<String> instead = Optional.empty();
    if (payload == null) {
      instead = Optional.of("enqueue(NewJob.of(JobType.raw(\"my_job\"), Payload.none()))");
    } else if (payload instanceof Collection || payload instanceof Object[]) {
      instead = Optional.of("enqueueAll(list of NewJob.of(payload))");
    } else if (payload instanceof Map) {
      instead = Optional.of("enqueue(NewJob.of(JobType.of(\"my_job\", Map.class), map))");
    } else if (payload instanceof Class || payload instanceof JobType) {
      instead = Optional.of("enqueue(NewJob.of(type, payload)) with the payload itself");
    } else if (payload instanceof Optional) {
      instead = Optional.of("optional.ifPresent(jobs::enqueue)");
    } else if (payload instanceof Payload) {
      instead = Optional.of("enqueue(NewJob.of(JobType.raw(\"my_job\"), payload))");
    } else if (payload instanceof Runnable || payload.getClass().isSynthetic()) {
      instead = Optional.of("enqueue(a record with a @JobName): code is not data");
    } else if (payload.getClass().getName().startsWith("java.")) {
      instead = Optional.of("enqueue(a record with a @JobName that has it as a field)");
    }
    if (payload == null || instead.isPresent()) {
      throw new IllegalArgumentException(
          kindOf(payload) + " cannot be enqueued directly; write " + instead.orElseThrow());
    }
    return NewJob.of(payload);
  }

  /** The kind by the name that people use, not the class behind it, such as {@code Map1}. */
  private static String kindOf(@Nullable Object payload) {
    if (payload == null) {
      return "null";
    } else if (payload instanceof List) {
      return "a List";
    } else if (payload instanceof Map) {
      return "a Map";
    } else if (payload instanceof Collection) {
      return "a collection";
    } else if (payload instanceof Runnable || payload.getClass().isSynthetic()) {
      return "a lambda or a Runnable";
    }
    return "a " + payload.getClass().getSimpleName();
  }
}
