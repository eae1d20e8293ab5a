package dev.duly;

import dev.duly.backend.BackendException;
import dev.duly.backend.Capabilities;
import dev.duly.backend.InvalidJobsException;
import dev.duly.backend.InvalidJobsException.Problem;
import dev.duly.job.ConflictException;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.KeyHeldException;
import dev.duly.job.Labels;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import dev.duly.job.Unique;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns the jobs of an application into what is stored. Thread-safe. */
final class Encoder {
  private final Codec codec;
  private final JobTypes types;
  private final Supplier<JobId> ids;
  private final Optional<String> producer;
  private volatile SpecOf lastSpec = SpecOf.NONE; // most jobs are of the type of the one before

  Encoder(Codec codec, JobTypes types, Supplier<JobId> ids, Optional<String> producer) {
    this.codec = codec;
    this.types = types;
    this.ids = ids;
    this.producer = producer;
  }

  Bulk bulk(Collection<? extends NewJob<?, ?>> jobs) {
    List<EncodedJob> encoded = new ArrayList<>(jobs.size());
    List<JobType<?, ?>> of = new ArrayList<>(jobs.size());
    List<Problem> badIds = new ArrayList<>(0);
    for (NewJob<?, ?> job : jobs) {
      job.idProblem().ifPresent(problem -> badIds.add(new Problem(encoded.size(), problem)));
      JobType<?, ?> type = typeOf(job);
      encoded.add(encode(job, type));
      of.add(type);
    }
    return new Bulk(encoded, of, badIds);
  }

  private EncodedJob encode(NewJob<?, ?> job, JobType<?, ?> type) {
    Payload payload =
        job.payload() instanceof Payload raw ? raw : codec.encode(job.payload(), type.payload());
    JobId id = job.id().orElseGet(() -> job.drawn().get(ids));
    EncodedJob encoded =
        new EncodedJob(id, spec(job, type), payload)
            .withDue(job.due())
            .withExpires(job.expires())
            .withUnique(job.uniqueness());
    return job.isUniqueByPayload()
        ? encoded.withLabels(encoded.labels().withUniqueKey(Unique.keyOf(encoded.type(), payload)))
        : encoded;
  }

  /** A payload by itself, as jobs of its class have it. */
  Payload encode(Object payload) {
    return payload instanceof Payload raw ? raw : codec.encode(payload, payload.getClass());
  }

  /**
   * What jobs have in common that say nothing else than their type.
   *
   * @param type compared by its identity: mostly a constant
   */
  private record SpecOf(@Nullable JobType<?, ?> type, JobSpec spec) {
    static final SpecOf NONE = new SpecOf(null, JobSpec.of("none", "none"));
  }

  @SuppressWarnings("ReferenceEquality") // as said above
  private JobSpec spec(NewJob<?, ?> job, JobType<?, ?> type) {
    if (!job.isPlain() || !type.isGroupedAlike()) {
      return spec(job, type, labels(job, type));
    }
    SpecOf last = lastSpec;
    if (last.type != type) {
      last = new SpecOf(type, spec(job, type, labels(job, type)));
      lastSpec = last;
    }
    return last.spec;
  }

  private Labels labels(NewJob<?, ?> job, JobType<?, ?> type) {
    Labels own = job.labels();
    Labels all = own.producer().isPresent() ? own : own.withProducer(producer);
    Optional<String> group =
        own.groupKey().isPresent() ? Optional.empty() : type.groupOf(job.payload());
    return group.map(all::withGroupKey).orElse(all);
  }

  private static JobSpec spec(NewJob<?, ?> job, JobType<?, ?> type, Labels labels) {
    RetryPolicy retry = job.retry().isPresent() ? job.retry().get() : type.retry();
    return JobSpec.builder(type.name(), job.queue().orElse(type.queue()))
        .priority(job.priority().orElse(type.priority()))
        .maxAttempts(job.maxAttempts().orElse(retry.attempts()))
        .retry(retry.text())
        .timeout(job.timeout().orElse(type.timeout()))
        .labels(labels)
        .build();
  }

  private JobType<?, ?> typeOf(NewJob<?, ?> job) {
    return job.type().isPresent() ? job.type().get() : types.of(job.payload().getClass());
  }

  /**
   * Jobs as they are stored, and what they are of, in the same order.
   *
   * @param types one for each
   * @param badIds of those whose own id is none; another stands in their place
   */
  record Bulk(List<EncodedJob> encoded, List<JobType<?, ?>> types, List<Problem> badIds) {
    /**
     * The same.
     *
     * @throws InvalidJobsException if an id is none, with all else that is wrong
     */
    Bulk requireIds(Capabilities limits) {
      if (badIds.isEmpty()) {
        return this;
      }
      Instant now = Instant.now();
      List<Problem> all = new ArrayList<>(badIds);
      for (int i = 0; i < encoded.size(); i++) {
        for (String problem : limits.problemsOf(encoded.get(i), now)) {
          all.add(new Problem(i, problem));
        }
      }
      all.sort(Comparator.comparingInt(Problem::index));
      throw new InvalidJobsException(all);
    }

    /**
     * The answers of a store or a transaction.
     *
     * @throws EnqueueFailedException if the engine failed
     */
    List<JobHandle<?>> store(Duly duly, Function<List<EncodedJob>, List<Enqueued>> into) {
      try {
        return handles(duly, into.apply(encoded));
      } catch (BackendException e) {
        throw new EnqueueFailedException(encoded, e);
      }
    }

    private List<JobHandle<?>> handles(Duly duly, List<Enqueued> answers) {
      List<JobHandle<?>> handles = new ArrayList<>(answers.size());
      for (int i = 0; i < answers.size(); i++) {
        handles.add(new JobHandle<>(duly, types.get(i), encoded.get(i).ref(), answers.get(i)));
      }
      return handles;
    }

    /**
     * The answer for a single job.
     *
     * @throws ConflictException if its id is taken by a job of other content
     * @throws KeyHeldException if its unique key is held and it was to be refused then
     */
    @SuppressWarnings("unchecked") // a handle of the job's own type
    static <R> JobHandle<R> single(NewJob<?, R> job, List<JobHandle<?>> answer) {
      JobHandle<?> handle = answer.get(0);
      if (handle.isConflict()) {
        throw new ConflictException(handle.id());
      }
      if (handle.isRejected()) {
        throw new KeyHeldException(
            job.labels().uniqueKey().map(Names::quoted).orElse("of this payload"), handle.id());
      }
      return (JobHandle<R>) handle;
    }
  }
}
