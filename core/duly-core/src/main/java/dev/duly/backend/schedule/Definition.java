package dev.duly.backend.schedule;

import dev.duly.job.EncodedJob;
import dev.duly.schedule.Misfire;
import dev.duly.schedule.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a schedule is.
 *
 * @param id 1 to 40 characters of an id's
 * @param spec its times, as {@link dev.duly.schedule.ScheduleSpec#text} has them
 * @param template the job of each time; its id and its due time are of no weight
 * @param jitter each job is due by less than this later than its time, always by the same; 0 for
 *     none
 * @param from no time before it
 * @param until no time after it
 * @param declared the form in which code declared it last; empty: a person made it
 * @param declaredBy the application whose code declares it; empty: a person made it, or no code
 *     declares it any more
 */
public record Definition(
    String id,
    String spec,
    EncodedJob template,
    Misfire misfire,
    Overlap overlap,
    Duration jitter,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<String> declared,
    Optional<String> declaredBy) {
  public Definition {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(template, "template");
    Objects.requireNonNull(misfire, "misfire");
    Objects.requireNonNull(overlap, "overlap");
    Objects.requireNonNull(jitter, "jitter");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(declared, "declared");
    Objects.requireNonNull(declaredBy, "declaredBy");
  }

  /** Nothing but its times and its job. */
  public static Definition of(String id, String spec, EncodedJob template) {
    return new Definition(
        id,
        spec,
        template,
        Misfire.FIRE_ONCE,
        Overlap.ALLOW,
        Duration.ZERO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public Definition withPolicies(Misfire misfire, Overlap overlap) {
    return new Definition(
        id, spec, template, misfire, overlap, jitter, from, until, declared, declaredBy);
  }

  public Definition withJitter(Duration jitter) {
    return new Definition(
        id, spec, template, misfire, overlap, jitter, from, until, declared, declaredBy);
  }

  public Definition withBounds(Optional<Instant> from, Optional<Instant> until) {
    return new Definition(
        id, spec, template, misfire, overlap, jitter, from, until, declared, declaredBy);
  }

  public Definition withDeclaration(Optional<String> declared, Optional<String> declaredBy) {
    return new Definition(
        id, spec, template, misfire, overlap, jitter, from, until, declared, declaredBy);
  }
}
