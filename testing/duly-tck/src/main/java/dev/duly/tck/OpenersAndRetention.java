package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.room.AuditRecord;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.Retention;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Processes that open one store, some with a retention of their own: the store keeps what was said
 * last, and one that says nothing follows it.
 */
public final class OpenersAndRetention {
  private static final Retention MONTH = Retention.of(Duration.ofDays(30));

  private final Opening opening;

  /** The same store each time. */
  public interface Opening {
    Backend open(Optional<Retention> retention);
  }

  /** Makes the store what a version of Duly left that knew no retention. */
  public interface Downgrade {
    void run() throws Exception;
  }

  public OpenersAndRetention(Opening opening) {
    this.opening = opening;
  }

  /** In a store that is not there yet. */
  public void playNew() {
    assertThat(seen(Optional.empty())).contains(Retention.OF_NEW_STORE);
    assertThat(seen(Optional.of(MONTH))).contains(MONTH);
    assertThat(seen(Optional.empty())).as("one that says nothing").contains(MONTH);
    assertThat(seen(Optional.of(MONTH))).contains(MONTH);
    assertThat(seen(Optional.of(Retention.FOREVER))).contains(Retention.FOREVER);
    try (Backend backend = opening.open(Optional.empty())) {
      assertThat(inspector(backend).audit(10))
          .extracting(AuditRecord::who, AuditRecord::act, AuditRecord::target)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("application", "keep", "forever"),
              org.assertj.core.groups.Tuple.tuple("application", "keep", "30d"));
    }
  }

  /** In a store with a job in it. */
  public void playOld(Downgrade downgrade) throws Exception {
    try (Backend backend = opening.open(Optional.empty())) {
      backend.enqueue(List.of(new EncodedJob(new JobId("a"), "t", "default", Payload.json("1"))));
    }
    downgrade.run();
    for (int time = 0; time < 2; time++) {
      assertThat(seen(Optional.empty())).as("kept for ever until one is set").isEmpty();
    }
    try (Backend backend = opening.open(Optional.empty())) {
      assertThat(findings(backend, HealthIssue.Level.WARNING))
          .anyMatch(text -> text.contains("no retention was ever set"));
    }
    try (Backend backend = opening.open(Optional.of(Retention.FOREVER))) {
      assertThat(findings(backend, HealthIssue.Level.OK))
          .anyMatch(text -> text.contains("forever"));
    }
    assertThat(seen(Optional.empty())).contains(Retention.FOREVER);
  }

  private Optional<Retention> seen(Optional<Retention> by) {
    try (Backend backend = opening.open(by)) {
      return inspector(backend).retention();
    }
  }

  private static List<String> findings(Backend backend, HealthIssue.Level level) {
    return inspector(backend).health().stream()
        .filter(finding -> finding.level() == level)
        .map(HealthIssue::text)
        .toList();
  }

  private static Inspector inspector(Backend backend) {
    return backend.rooms().inspector().orElseThrow();
  }
}
