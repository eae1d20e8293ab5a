package dev.duly.engine;

import dev.duly.backend.BackendException;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Session;
import dev.duly.lifecycle.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Renews the leases of what the worker holds, each third of it with one call for all, sooner where
 * a handler has said something, but once a second at most; and treats a claim as lost before the
 * engine does when renewing fails (rules X1, X3).
 */
final class LeaseKeeper implements Lookout.Look {
  private static final System.Logger LOG = System.getLogger(LeaseKeeper.class.getName());
  private static final long AGAIN_NANOS = 1_000_000_000;
  private static final long NOTES_NANOS = 1_000_000_000;

  private final Session session;
  private final InFlight held;
  private final LeaseTerms terms;
  private final AtomicBoolean news;

  // Only the lookout's thread.
  private long nextRenewalNanos;
  private long nextNotesNanos;

  /**
   * A keeper.
   *
   * @param news set when the backend has news of a claim
   */
  LeaseKeeper(Session session, InFlight held, LeaseTerms terms, AtomicBoolean news) {
    this.session = session;
    this.held = held;
    this.terms = terms;
    this.news = news;
  }

  /** The same, from when on its worker runs. */
  LeaseKeeper from(long nowNanos) {
    nextRenewalNanos = nowNanos + terms.renewalNanos();
    nextNotesNanos = nowNanos;
    return this;
  }

  @Override
  public void look(long now) {
    for (RunningClaim running : held.all()) {
      if (now - running.leaseEndNanos() > -terms.marginNanos()) {
        running.stop(terms.whenLost());
      }
    }
    if (news.getAndSet(false) || now - nextRenewalNanos >= 0) {
      boolean renewed = renew(List.copyOf(held.all()), now);
      nextRenewalNanos =
          now + (renewed ? terms.renewalNanos() : Math.min(AGAIN_NANOS, terms.renewalNanos()));
      nextNotesNanos = now + NOTES_NANOS;
    } else if (now - nextNotesNanos >= 0) {
      List<RunningClaim> talking =
          held.all().stream().filter(running -> !running.notes().isEmpty()).toList();
      if (!talking.isEmpty()) {
        renew(talking, now);
        nextNotesNanos = now + NOTES_NANOS;
      }
    }
  }

  private boolean renew(List<RunningClaim> attempts, long asked) {
    List<Extension> wishes = new ArrayList<>(attempts.size());
    attempts.forEach(running -> wishes.add(new Extension(running.claim().ref(), running.notes())));
    List<Extended> answers;
    try {
      answers = session.extend(wishes);
    } catch (BackendException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "renewing {0} leases failed and is tried again: {1}",
          attempts.size(),
          e.getMessage());
      return false;
    }
    for (int i = 0; i < attempts.size(); i++) {
      attempts.get(i).kept(wishes.get(i).notes());
      apply(attempts.get(i), answers.get(i).state(), asked);
    }
    return true;
  }

  private void apply(RunningClaim attempt, Extended.State state, long asked) {
    switch (state) {
      case HELD -> attempt.renewed(asked);
      case STOP -> {
        attempt.renewed(asked);
        attempt.stop(StopReason.CANCEL_ASKED);
      }
      case LOST -> attempt.stop(terms.whenLost());
    }
  }
}
