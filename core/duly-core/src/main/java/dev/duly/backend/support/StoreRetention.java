package dev.duly.backend.support;

import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.Operator;
import dev.duly.backend.room.Retention;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What stores of every kind say about how long they keep jobs. */
public final class StoreRetention {
  private static final String WHO = "application";

  private StoreRetention() {}

  /** As a backend was opened with one, perhaps; it is in the audit if it is another than before. */
  public static void set(Inspector inspector, Operator operator, Optional<Retention> wanted) {
    if (wanted.isPresent()) {
      set(inspector.retention(), wanted, operator::keep);
    }
  }

  /** The same of a store that has this one now. */
  public static void set(
      Optional<Retention> now, Optional<Retention> wanted, BiConsumer<Retention, String> keep) {
    if (wanted.isPresent() && !wanted.equals(now)) {
      keep.accept(wanted.get(), WHO);
    }
  }

  /** What a check-up has to say of it. */
  public static HealthIssue finding(Optional<Retention> retention) {
    return retention
        .map(set -> HealthIssue.ok(sentence(set)))
        .orElseGet(
            () ->
                HealthIssue.warning(
                    "completed and cancelled jobs are kept forever: no retention was ever set",
                    "set one: `duly work --keep 30d`, or --keep forever if that is what you want"));
  }

  /** Said once of a store that has just been made. */
  public static String news(String store) {
    return store
        + " is new. "
        + sentence(Retention.OF_NEW_STORE)
        + ". To change that: `duly work --keep 30d`, or open the backend with a Retention.";
  }

  private static String sentence(Retention retention) {
    return "Jobs that completed or were cancelled are kept: "
        + retention.text()
        + "; dead letters stay until a person deletes them";
  }
}
