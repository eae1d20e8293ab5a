package dev.duly;

import dev.duly.backend.Capabilities;
import dev.duly.backend.schedule.Definition;
import dev.duly.job.Due;
import dev.duly.job.DurationText;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Names;
import dev.duly.lifecycle.ScheduleLimits;
import dev.duly.lifecycle.SchedulePlan;
import dev.duly.schedule.Misfire;
import dev.duly.schedule.Overlap;
import dev.duly.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A recurring job that an application declares, {@link Duly#schedules}. An immutable value; every
 * method returns another. What is wrong with it is told when it is declared.
 */
public final class Schedule {
  private static final int ID_MAX = 40;

  private final String id;
  private final Supplier<ScheduleSpec> spec;
  private final Optional<NewJob<?, ?>> job;
  private final Terms terms;

  /** How it is fired. */
  private record Terms(
      Misfire misfire,
      Overlap overlap,
      Duration jitter,
      Optional<Instant> from,
      Optional<Instant> until) {
    static final Terms DEFAULT =
        new Terms(
            Misfire.FIRE_ONCE, Overlap.ALLOW, Duration.ZERO, Optional.empty(), Optional.empty());
  }

  private Schedule(
      String id, Supplier<ScheduleSpec> spec, Optional<NewJob<?, ?>> job, Terms terms) {
    this.id = id;
    this.spec = spec;
    this.job = job;
    this.terms = terms;
  }

  /** At the times of a text of any form, with its zone; see {@link ScheduleSpec#parse(String)}. */
  public static Schedule of(String id, String text) {
    return of(id, () -> ScheduleSpec.parse(text));
  }

  private static Schedule of(String id, Supplier<ScheduleSpec> spec) {
    return new Schedule(id, spec, Optional.empty(), Terms.DEFAULT);
  }

  /**
   * At local times of a zone, such as {@code 0 6 * * MON-FRI}; see {@link ScheduleSpec}.
   *
   * @param id 1 to 40 characters of {@code A-Z a-z 0-9 . _ : -}
   */
  public static Schedule cron(String id, String text, ZoneId zone) {
    return of(id, () -> ScheduleSpec.parse(text, zone));
  }

  /** Each time that this passes, counted from 1970; at least a second, whole seconds. */
  public static Schedule every(String id, Duration interval) {
    return of(id, () -> ScheduleSpec.parse("every " + DurationText.shown(interval)));
  }

  /** Once, at this time. */
  public static Schedule at(String id, Instant time) {
    return of(id, () -> ScheduleSpec.parse("at " + time));
  }

  /** The job of each time; an id or a due time of its own it must not have. */
  public Schedule job(NewJob<?, ?> job) {
    return new Schedule(id, spec, Optional.of(job), terms);
  }

  /** What becomes of times that are over a minute late, in place of {@code FIRE_ONCE}. */
  public Schedule misfire(Misfire misfire) {
    return with(new Terms(misfire, terms.overlap, terms.jitter, terms.from, terms.until));
  }

  /** What becomes of a time while the last job has not ended, in place of {@code ALLOW}. */
  public Schedule overlap(Overlap overlap) {
    return with(new Terms(terms.misfire, overlap, terms.jitter, terms.from, terms.until));
  }

  /** Each job is due by less than this later, so that not everything runs at once. */
  public Schedule jitter(Duration jitter) {
    return with(new Terms(terms.misfire, terms.overlap, jitter, terms.from, terms.until));
  }

  /** No time before this one. */
  public Schedule from(Instant start) {
    return with(
        new Terms(terms.misfire, terms.overlap, terms.jitter, Optional.of(start), terms.until));
  }

  /** No time after this one. */
  public Schedule until(Instant end) {
    return with(
        new Terms(terms.misfire, terms.overlap, terms.jitter, terms.from, Optional.of(end)));
  }

  private Schedule with(Terms other) {
    return new Schedule(id, spec, job, other);
  }

  @Override
  public String toString() {
    return "schedule " + id;
  }

  /**
   * As they are stored.
   *
   * @throws IllegalArgumentException that names everything that is wrong with any of them
   */
  static List<Definition> definitions(List<Schedule> schedules, Duly of) {
    Capabilities limits = of.backend().capabilities();
    List<String> problems = new ArrayList<>();
    List<Definition> definitions = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Schedule schedule : schedules) {
      List<String> its = new ArrayList<>();
      if (!ids.add(schedule.id)) {
        its.add("its id is there twice");
      }
      schedule.definition(of.encoder(), limits, its).ifPresent(definitions::add);
      its.forEach(
          problem -> problems.add("schedule " + Names.quoted(schedule.id) + ": " + problem));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("nothing was declared: " + String.join("; ", problems));
    }
    return definitions;
  }

  /**
   * As it is stored: for a tool that puts it into {@link dev.duly.backend.Rooms#schedules}.
   *
   * @param of whose codec and types its job has
   * @throws IllegalArgumentException that names everything that is wrong with it
   */
  public Definition definition(Duly of) {
    return definitions(List.of(this), of).get(0);
  }

  private Optional<Definition> definition(
      Encoder encoder, Capabilities limits, List<String> problems) {
    problemWithId(id).ifPresent(problems::add);
    Optional<ScheduleSpec> times = Optional.empty();
    try {
      times = Optional.of(spec.get());
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    Optional<EncodedJob> template = template(encoder, problems);
    Instant now = Instant.now();
    if (times.isEmpty() || template.isEmpty()) {
      template.ifPresent(job -> problems.addAll(limits.problemsOf(job, now)));
      return Optional.empty();
    }
    Definition definition =
        Definition.of(id, times.get().text(), template.get())
            .withPolicies(terms.misfire, terms.overlap)
            .withJitter(terms.jitter)
            .withBounds(terms.from, terms.until);
    problems.addAll(ScheduleLimits.problemsOf(definition, times.get()));
    EncodedJob fired =
        problemWithId(id).isPresent()
            ? template.get()
            : SchedulePlan.job(definition.withJitter(Duration.ZERO), now);
    problems.addAll(limits.problemsOf(fired, now));
    return Optional.of(definition);
  }

  private Optional<EncodedJob> template(Encoder encoder, List<String> problems) {
    if (job.isEmpty()) {
      problems.add("it has no job: add .job(NewJob.of(..))");
      return Optional.empty();
    }
    if (job.get().id().isPresent() || job.get().idProblem().isPresent()) {
      problems.add("its job has an id: each time's job gets one of its own");
    }
    if (!job.get().due().equals(Due.now())) {
      problems.add("its job has a due time: that is what the schedule says");
    }
    return Optional.of(encoder.bulk(List.of(job.get())).encoded().get(0));
  }

  /** What is wrong with an id of a schedule. */
  static Optional<String> problemWithId(String id) {
    return id.length() > ID_MAX || JobId.problemWith(id).isPresent()
        ? Optional.of("its id must be 1 to " + ID_MAX + " characters of A-Z a-z 0-9 . _ : -")
        : Optional.empty();
  }
}
