package dev.duly.tck;

import dev.duly.backend.Claim;
import dev.duly.backend.Feature;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.Operator;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.tck.bench.Times;
import dev.duly.tck.outside.OutsideChapter;
import java.time.Duration;
import java.util.Optional;

/** What the chapters share that look inside: an inspector, and invariants after every test. */
public abstract class KitChapter extends OutsideChapter {
  protected static final Duration LEASE = Times.MOVED.lease();
  protected static final Duration TICK = Duration.ofMillis(1);

  @Override
  protected void check() {
    Invariants.check(inspector());
    super.check();
  }

  protected Inspector inspector() {
    return backend.rooms().inspector().orElseThrow();
  }

  protected Operator operator() {
    return backend.rooms().operator().orElseThrow();
  }

  protected JobRecord record(Claim claim) {
    return record(claim.job().ref());
  }

  protected JobRecord record(String id) {
    return record(ref(id));
  }

  protected JobRecord record(JobRef job) {
    return inspector().find(job).orElseThrow(() -> new AssertionError(job + " is not stored"));
  }

  /** Where groups are offered. */
  protected final Optional<String> groupKey(String key) {
    return Optional.of(key).filter(any -> backend.capabilities().offers(Feature.FAIR_GROUPS));
  }
}
