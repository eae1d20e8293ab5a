package dev.duly;

import dev.duly.engine.RunningClaim;
import dev.duly.engine.Work;
import dev.duly.job.Payload;
import dev.duly.lifecycle.ErrorPolicy;
import dev.duly.lifecycle.RunEnd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a worker can run, by the job's stored type: reads the payload, calls the handler, keeps what
 * it returns. Immutable once the worker has started.
 */
final class Handlers implements Work {
  private static final System.Logger LOG = System.getLogger(Handlers.class.getName());

  private final Codec codec;
  private final RunningAttempt.Store store;
  private final Interceptors interceptors;
  private final Map<String, Entry<?, ?>> byType = new HashMap<>();

  /** A type and its handler. */
  private record Entry<P, R>(JobType<P, R> type, ResultHandler<P, R> handler) {
    @Nullable R handle(P payload, Attempt attempt) throws Exception {
      return handler.handle(payload, attempt);
    }
  }

  /**
   * None yet.
   *
   * @param store where the jobs of handlers go
   */
  Handlers(Codec codec, RunningAttempt.Store store, Interceptors interceptors) {
    this.codec = codec;
    this.store = store;
    this.interceptors = interceptors;
  }

  <P, R> void add(JobType<P, R> type, ResultHandler<P, R> handler) {
    if (byType.putIfAbsent(type.name(), new Entry<>(type, handler)) != null) {
      throw new IllegalArgumentException("two handlers for type \"" + type.name() + "\"");
    }
  }

  Set<String> names() {
    return Set.copyOf(byType.keySet());
  }

  List<JobType<?, ?>> types() {
    return byType.values().stream().<JobType<?, ?>>map(Entry::type).toList();
  }

  /**
   * A budget of one is at most once, and a job claimed ahead can be lost unrun: then nothing is
   * claimed ahead.
   */
  boolean allowClaimingAhead() {
    return byType.values().stream().allMatch(entry -> entry.type.retry().attempts() > 1);
  }

  @Override
  public boolean knows(String type) {
    return byType.containsKey(type);
  }

  @Override
  public ErrorPolicy errors(String type) {
    return entry(type).type.retry().errors();
  }

  @Override
  public RunEnd run(RunningClaim running) {
    return run(entry(running.job().type()), running);
  }

  private Entry<?, ?> entry(String type) {
    Entry<?, ?> entry = byType.get(type);
    if (entry == null) {
      throw new IllegalArgumentException("no handler for type \"" + type + "\"");
    }
    return entry;
  }

  private <P, R> RunEnd run(Entry<P, R> entry, RunningClaim running) {
    P payload;
    try {
      payload = decode(entry.type, running.job().payload());
    } catch (Throwable e) { // a class that cannot be loaded is as bad as a field that is unknown
      RunEnd end = HandlerErrors.end(e);
      return end instanceof RunEnd.Unfit ? end : new RunEnd.Unreadable(e);
    }
    if (!running.begin()) {
      return new RunEnd.NotBegun();
    }
    RunningAttempt attempt = new RunningAttempt(running, store);
    try {
      Object result = interceptors.run(attempt, () -> entry.handle(payload, attempt));
      return returned(result, running, attempt);
    } catch (Throwable e) { // whatever a handler throws is the job's end, not the worker's
      return HandlerErrors.end(e);
    }
  }

  @SuppressWarnings({
    "unchecked",
    "NullAway"
  }) // a codec reads what it is told to: null as Void alone
  private <P> P decode(JobType<P, ?> type, Payload payload) throws Exception {
    return (P) (type.payload() == Payload.class ? payload : codec.decode(payload, type.payload()));
  }

  /**
   * If it completed in a transaction, that has settled it, and what is sent now is lost against it;
   * unless it never committed: then the attempt has failed.
   */
  private RunEnd returned(@Nullable Object result, RunningClaim running, RunningAttempt attempt) {
    if (running.isCompletedWithin()) {
      return new RunEnd.Threw(new NotCommittedException());
    }
    RunEnd.Returned end =
        result == null ? new RunEnd.Returned(Optional.empty()) : encoded(result, running);
    return end.then(attempt.followUps());
  }

  /** The work is done: a result that cannot be kept does not undo it. */
  private RunEnd.Returned encoded(Object result, RunningClaim running) {
    try {
      return new RunEnd.Returned(
          Optional.of(result instanceof Payload raw ? raw : codec.encode(result)));
    } catch (Throwable e) { // the work is done, whatever this is
      LOG.log(
          System.Logger.Level.WARNING,
          running + ": its result cannot be encoded; the job completes without it",
          e);
      return new RunEnd.Returned(
          Optional.empty(), HandlerErrors.end(e) instanceof RunEnd.Unfit, List.of());
    }
  }
}
