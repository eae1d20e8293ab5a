package dev.duly.bridge;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.InvalidJobsException;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Failure;
import dev.duly.job.JobRecord;
import dev.duly.job.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stores claimed jobs in the target, however long it is away, and says how their claims end. Of one
 * thread.
 */
final class Carrier {
  private static final System.Logger LOG = System.getLogger(Carrier.class.getName());

  private final Backend target;
  private final Patience patience;
  private final WorkerInfo info;
  private final long thirdNanos;
  private long renewedNanos;

  /** The target is the source: a job that is completed here would be gone there. */
  static final class SameStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Into a target.
   *
   * @param info under which the jobs were claimed; they are renewed each third of its lease
   */
  Carrier(Backend target, Patience patience, WorkerInfo info) {
    this.target = target;
    this.patience = patience;
    this.info = info;
    this.thirdNanos = info.lease().toNanos() / 3;
  }

  /**
   * One settlement for each claim that is still held.
   *
   * @throws SameStoreException if the target is the source; then nothing was carried
   */
  List<Settlement> carry(List<Claim> claims, Session source) {
    List<Settlement> done = new ArrayList<>();
    List<Claim> left = new ArrayList<>();
    for (Claim claim : claims) {
      if (claim.cancelAsked()) {
        done.add(new Settlement.Cancel(claim, "cancelled before it was carried"));
      } else {
        left.add(claim);
      }
    }
    renewedNanos = System.nanoTime();
    patience.begin();
    while (!left.isEmpty()) {
      try {
        store(left, done);
      } catch (BackendException e) {
        if (!patience.waitAfter(e)) {
          left.forEach(claim -> done.add(givenBack(claim)));
          return done;
        }
        left.retainAll(stillHeld(left, source));
      }
    }
    return done;
  }

  /** Moves from the one list to the other what has been decided. */
  private void store(List<Claim> left, List<Settlement> done) {
    try {
      List<Enqueued> answers = target.enqueue(left.stream().map(Carrier::again).toList());
      for (int i = 0; i < answers.size(); i++) {
        done.add(end(left.get(i), answers.get(i)));
      }
      left.clear();
    } catch (InvalidJobsException e) {
      Map<Claim, String> refused = new HashMap<>();
      e.problems()
          .forEach(p -> refused.merge(left.get(p.index()), p.text(), (a, b) -> a + "; " + b));
      refused.forEach((claim, why) -> done.add(refused(claim, why)));
      left.removeAll(refused.keySet());
    } catch (BackendException e) {
      if (e.kind() != BackendException.Kind.PERMANENT) {
        throw e;
      }
      storeOneByOne(left, done);
    }
  }

  /** One of them is at fault, and the engine does not say which. */
  private void storeOneByOne(List<Claim> left, List<Settlement> done) {
    while (!left.isEmpty()) {
      Claim claim = left.get(0);
      try {
        done.add(end(claim, target.enqueue(List.of(again(claim))).get(0)));
      } catch (BackendException e) {
        if (e.kind() != BackendException.Kind.PERMANENT) {
          throw e;
        }
        done.add(refused(claim, String.valueOf(e.getMessage())));
      }
      left.remove(0);
    }
  }

  /**
   * The same job for the target, due at once and with a fresh budget. Its unique key ends here: it
   * was held until the job was claimed, and another holder over there must not swallow it.
   */
  static EncodedJob again(Claim claim) {
    Labels labels = claim.job().labels();
    return new EncodedJob(
            claim.job().id(),
            claim.job().spec().toBuilder()
                .labels(
                    new Labels(
                        Optional.empty(),
                        labels.groupKey(),
                        labels.tags(),
                        ClaimRef.givenHeaders(claim.job()),
                        labels.producer()))
                .build(),
            claim.job().payload())
        .withExpires(claim.job().expiresAt().map(Due.At::new));
  }

  private Settlement end(Claim claim, Enqueued answer) {
    if (answer instanceof Enqueued.Duplicate && isOurs(claim)) {
      throw new SameStoreException();
    }
    if (answer instanceof Enqueued.Stored || answer instanceof Enqueued.Duplicate) {
      return new Settlement.Complete(claim.ref(), Optional.empty(), Optional.empty(), List.of());
    }
    return refused(claim, "another job has its id there");
  }

  /** Whether the job over there is the very one that is claimed here. */
  private boolean isOurs(Claim claim) {
    return target
        .rooms()
        .inspector()
        .flatMap(inspector -> inspector.find(claim.ref().job()))
        .flatMap(JobRecord::worker)
        .filter(info.worker()::equals)
        .isPresent();
  }

  private static Settlement refused(Claim claim, String why) {
    return new Settlement.DeadLetter(
        claim.ref(),
        Optional.empty(),
        DeadReason.REFUSED,
        Failure.of("NotCarried", why),
        List.of());
  }

  static Settlement givenBack(Claim claim) {
    return new Settlement.Release(claim, Duration.ZERO, ReleaseReason.SHUTDOWN);
  }

  /** Those of which the source says so, asked each third of a lease. */
  private Set<Claim> stillHeld(List<Claim> claims, Session source) {
    Set<Claim> held = new HashSet<>(claims);
    if (System.nanoTime() - renewedNanos < thirdNanos) {
      return held;
    }
    try {
      List<Extended> answers = source.extend(claims.stream().map(Extension::new).toList());
      for (int i = 0; i < answers.size(); i++) {
        if (answers.get(i).state() == Extended.State.LOST) {
          held.remove(claims.get(i));
        }
      }
      renewedNanos = System.nanoTime();
    } catch (BackendException e) {
      LOG.log(System.Logger.Level.DEBUG, "claims are renewed again after the next wait", e);
    }
    return held;
  }
}
