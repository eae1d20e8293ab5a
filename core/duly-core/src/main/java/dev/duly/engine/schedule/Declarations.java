package dev.duly.engine.schedule;

import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.job.EncodedJob;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.job.Unique;
import dev.duly.lifecycle.SchedulePlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What code declares, brought into the store: what is new or differs from what was declared last.
 * So a person's change lasts until the code changes. Thread-safe.
 */
final class Declarations {
  private static final System.Logger LOG = System.getLogger(Declarations.class.getName());
  private static final int AT_ONCE = 1_000;
  private static final int TOLD_MAX = 20;

  private final Schedules room;
  private final Optional<String> application;
  private final Set<String> declared = new HashSet<>(); // guarded by this

  /**
   * Those of an application.
   *
   * @param application its name; without one, what it declares no more is not known
   */
  Declarations(Schedules room, Optional<String> application) {
    this.room = room;
    this.application = application;
  }

  /**
   * Declares these, beside those that were declared here before. Of others that this application
   * once declared, it is noted that no code does any more.
   */
  synchronized void declare(List<Definition> definitions) {
    List<Schedules.Entry> changed = new ArrayList<>();
    for (Definition definition : definitions) {
      declared.add(definition.id());
      Definition mine =
          definition.withDeclaration(Optional.of(form(definition)), Optional.of(who()));
      Optional<ScheduleRecord> stored = room.find(mine.id());
      if (stored.isEmpty() || !stored.get().definition().declared().equals(mine.declared())) {
        changed.add(new Schedules.Entry(mine, SchedulePlan.first(room, mine)));
      } else if (!stored.get().definition().declaredBy().equals(mine.declaredBy())) {
        changed.add(ownedAgain(stored.get(), mine));
      }
    }
    room.put(changed, who());
    tell("declared", changed);
    application.ifPresent(this::withdraw);
  }

  /** As it is stored, with the times that are due; it was declared by another, or by no code. */
  private static Schedules.Entry ownedAgain(ScheduleRecord stored, Definition mine) {
    Definition same = stored.definition().withDeclaration(mine.declared(), mine.declaredBy());
    return new Schedules.Entry(same, stored.next());
  }

  private static void tell(String what, List<Schedules.Entry> entries) {
    if (!entries.isEmpty()) {
      LOG.log(
          System.Logger.Level.INFO,
          "schedules {0}: {1}",
          what,
          entries.stream()
              .limit(TOLD_MAX)
              .map(entry -> entry.definition().id())
              .collect(Collectors.joining(", ", "", entries.size() > TOLD_MAX ? ", …" : "")));
    }
  }

  private String who() {
    return application.orElse("application");
  }

  /** The same in every process that declares the same. */
  private static String form(Definition definition) {
    EncodedJob job = definition.template();
    Labels labels = job.labels();
    Payload payload = job.payload();
    List<Object> parts =
        List.of(
            definition.spec(),
            List.of(definition.misfire(), definition.overlap(), definition.jitter()),
            List.of(definition.from(), definition.until()),
            List.of(job.type(), job.queue(), job.priority(), job.maxAttempts(), job.retry()),
            List.of(job.timeout(), job.expires(), job.unique()),
            List.of(labels.uniqueKey(), labels.groupKey(), labels.tags(), labels.producer()),
            new TreeMap<>(labels.headers()),
            List.of(payload.contentType(), payload.version(), payload.keyId()),
            Unique.keyOf(job.type(), payload));
    return Unique.keyOf(definition.id(), Payload.json(parts.toString()));
  }

  private void withdraw(String name) {
    List<Schedules.Entry> gone = new ArrayList<>();
    List<ScheduleRecord> some = room.list("", AT_ONCE);
    while (!some.isEmpty()) {
      for (ScheduleRecord record : some) {
        Definition definition = record.definition();
        if (definition.declaredBy().equals(Optional.of(name))
            && !declared.contains(definition.id())) {
          Definition undeclared =
              definition.withDeclaration(definition.declared(), Optional.empty());
          gone.add(new Schedules.Entry(undeclared, record.next()));
        }
      }
      some = room.list(some.get(some.size() - 1).id(), AT_ONCE);
    }
    room.put(gone, who());
    tell("declared by no code any more", gone);
  }
}
