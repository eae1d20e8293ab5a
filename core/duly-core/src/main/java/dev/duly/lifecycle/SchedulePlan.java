package dev.duly.lifecycle;

import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.FiredId;
import dev.duly.backend.schedule.Firing;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.schedule.TickOutcome;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Labels;
import dev.duly.schedule.Misfire;
import dev.duly.schedule.Overlap;
import dev.duly.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What becomes of a schedule's times that are due (rules K3, K4, K6). Pure: the same record and
 * moment give the same plan in every process.
 *
 * <table>
 * <caption>the times since the next one</caption>
 * <tr><th></th><th>{@code ALLOW}, or the last job has ended</th><th>{@code SKIP}, it has not</th></tr>
 * <tr><td>up to 60 s late, each</td><td>fired</td><td>skipped: overlap</td></tr>
 * <tr><td>older, {@code FIRE_ONCE}</td><td>the latest late, the others missed</td><td>the latest skipped, the others missed</td></tr>
 * <tr><td>older, {@code SKIP}</td><td>missed</td><td>missed</td></tr>
 * </table>
 *
 * They are judged one after the other: the job of the first is the last job of the second. Of those
 * that are missed the latest hundred are told, and how many there were before.
 */
public final class SchedulePlan {
  /** The header in which a job has its nominal time. */
  public static final String NOMINAL = "duly-nominal";

  /** A time that is later than this is late. */
  public static final Duration LATE = Duration.ofSeconds(60);

  private static final int MISSED_SHOWN_MAX = 100;
  private static final int COUNTED_MAX = 100_000;
  private static final DateTimeFormatter TO_THE_MILLISECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Definition definition;
  private final ScheduleSpec spec;
  private final Function<EncodedJob, Optional<String>> problem;
  private final List<Tick> ticks = new ArrayList<>();
  private final List<EncodedJob> jobs = new ArrayList<>();
  private boolean lastIsOpen;

  private SchedulePlan(ScheduleRecord record, Function<EncodedJob, Optional<String>> problem) {
    this.definition = record.definition();
    this.spec = ScheduleSpec.parse(definition.spec());
    this.problem = problem;
    this.lastIsOpen = record.isLastOpen();
  }

  /**
   * The first time after a moment, within the schedule's bounds.
   *
   * @throws IllegalArgumentException if its text is none
   */
  public static Optional<Instant> next(Definition definition, Instant after) {
    return next(definition, ScheduleSpec.parse(definition.spec()), after);
  }

  /**
   * The first time of a schedule that is made, changed or resumed now: after the engine's clock was
   * set back, after all that its ledger has.
   *
   * @throws IllegalArgumentException if its text is none
   */
  public static Optional<Instant> first(Schedules room, Definition definition) {
    Instant now = room.now();
    Optional<Instant> told =
        room.ledger(definition.id(), 1).stream().map(Tick::nominal).findFirst();
    return next(definition, told.filter(now::isBefore).orElse(now));
  }

  private static Optional<Instant> next(Definition definition, ScheduleSpec spec, Instant after) {
    Instant from =
        definition.from().map(start -> start.minusNanos(1)).filter(after::isBefore).orElse(after);
    return spec.after(from)
        .filter(time -> definition.until().map(end -> !time.isAfter(end)).orElse(true));
  }

  /**
   * The plan for a schedule that is due.
   *
   * @param problem why a backend would refuse a job; empty if it would not
   */
  public static Firing of(
      ScheduleRecord record, Instant now, Function<EncodedJob, Optional<String>> problem) {
    SchedulePlan plan = new SchedulePlan(record, problem);
    Optional<Instant> time = plan.older(record.next(), now);
    while (time.isPresent() && !time.get().isAfter(now)) {
      plan.judge(time.get(), TickOutcome.FIRED);
      time = next(plan.definition, plan.spec, time.get());
    }
    return new Firing(record.id(), record.revision(), time, plan.ticks, plan.jobs);
  }

  /** Judges those that are late, and answers with the first that is not. */
  private Optional<Instant> older(Optional<Instant> first, Instant now) {
    Instant late = now.minus(LATE);
    Deque<Instant> shown = new ArrayDeque<>();
    Optional<Instant> time = first;
    long count = 0;
    while (time.isPresent() && time.get().isBefore(late)) {
      shown.addLast(time.get());
      if (shown.size() > MISSED_SHOWN_MAX + 1) {
        shown.removeFirst();
      }
      count++;
      time =
          count < COUNTED_MAX
              ? next(definition, spec, time.get())
              : next(definition, spec, skipTo(time.get(), late));
    }
    if (shown.isEmpty()) {
      return time;
    }
    Optional<Instant> latest =
        definition.misfire() == Misfire.FIRE_ONCE
            ? Optional.of(shown.removeLast())
            : Optional.empty();
    while (shown.size() > MISSED_SHOWN_MAX) {
      shown.removeFirst();
    }
    long before = count - shown.size() - (latest.isPresent() ? 1 : 0);
    String more = (count < COUNTED_MAX ? "" : "at least ") + before + " before it were missed, too";
    for (Instant missed : shown) {
      ticks.add(
          new Tick(
              missed,
              TickOutcome.MISSED,
              before > 0 && ticks.isEmpty() ? more : "",
              Optional.empty()));
    }
    latest.ifPresent(nominal -> judge(nominal, TickOutcome.LATE));
    return time;
  }

  /** When there are too many to be counted, the last hour is enough. */
  private static Instant skipTo(Instant time, Instant late) {
    Instant anHourBefore = late.minus(Duration.ofHours(1));
    return time.isBefore(anHourBefore) ? anHourBefore : time;
  }

  private void judge(Instant nominal, TickOutcome outcome) {
    if (lastIsOpen && definition.overlap() == Overlap.SKIP) {
      ticks.add(new Tick(nominal, TickOutcome.SKIPPED, "overlap", Optional.empty()));
      return;
    }
    EncodedJob job = job(definition, nominal);
    Optional<String> refused = problem.apply(job);
    if (refused.isPresent()) {
      ticks.add(new Tick(nominal, TickOutcome.SKIPPED, refused.get(), Optional.empty()));
      return;
    }
    jobs.add(job);
    ticks.add(new Tick(nominal, outcome, "", Optional.of(job.id())));
    lastIsOpen = true;
  }

  /** The job of a nominal time: its id is of the schedule and the time (rule K2). */
  public static EncodedJob job(Definition definition, Instant nominal) {
    EncodedJob like = definition.template();
    JobId id = new FiredId(definition.id(), nominal).job();
    Instant due = nominal.plusMillis(jitterMillis(id, definition.jitter()));
    Map<String, String> headers = new HashMap<>(like.labels().headers());
    headers.put(NOMINAL, nominal.toString());
    Labels labels = like.labels();
    return new EncodedJob(
            id,
            like.spec().toBuilder()
                .labels(
                    new Labels(
                        labels.uniqueKey(),
                        labels.groupKey(),
                        labels.tags(),
                        headers,
                        labels.producer()))
                .build(),
            like.payload())
        .withDue(new Due.At(due))
        .withExpires(like.expires())
        .withUnique(like.unique());
  }

  /**
   * The job of a person who does not wait for the next time: due now, and none of the ledger's.
   *
   * @param who asks for it, and is the job's producer
   */
  public static EncodedJob extra(Definition definition, Instant now, String who) {
    EncodedJob like = definition.template();
    JobId id = new JobId(definition.id() + ":run-" + TO_THE_MILLISECOND.format(now));
    return new EncodedJob(id, like.spec(), like.payload())
        .withLabels(like.labels().withProducer(Optional.of(who)))
        .withExpires(like.expires())
        .withUnique(like.unique());
  }

  private static long jitterMillis(JobId id, Duration jitter) {
    return jitter.isZero() ? 0 : Math.floorMod(spread(id.value().hashCode()), jitter.toMillis());
  }

  /** Ids of neighbouring times differ in a digit; their places must not (murmur3's finalizer). */
  private static long spread(long hash) {
    long h = hash * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
