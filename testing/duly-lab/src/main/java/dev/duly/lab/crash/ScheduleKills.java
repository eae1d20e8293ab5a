package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Tick;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.lifecycle.SchedulePlan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Processes that fire the same schedules of a second, one of them killed with SIGKILL about each
 * second. In the end each schedule has each of its times once in its ledger, and exactly one job of
 * it. {@code -Dschedule.processes=N}.
 */
public final class ScheduleKills {
  private static final int PROCESSES = Integer.getInteger("schedule.processes", 3);
  private static final int SCHEDULES = 100;
  private static final int TICKS = 20;
  private static final Duration BEGINS_IN = Duration.ofSeconds(5);

  private final SplittableRandom random = new SplittableRandom(KillLoop.SEED);
  private int started;
  private int kills;

  /** Plays, prints what came of it, and fails if a time was fired twice or never. */
  public void play(String title, ProcessLab stage, StoreOpener opener) throws Exception {
    try (Backend backend = opener.open(stage.store())) {
      Schedules room = backend.rooms().schedules().orElseThrow();
      Instant first = room.now().plus(BEGINS_IN).truncatedTo(ChronoUnit.SECONDS);
      declare(room, first);
      keepAlive(stage);
      stage.awaitAll();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TICKS + 60);
      while (room.next().isPresent()) {
        assertThat(System.nanoTime()).as("schedules are fired").isLessThan(deadline);
        LockSupport.parkNanos(random.nextLong(500_000_000, 1_500_000_000));
        stage.kill(stage.alive().get(random.nextInt(PROCESSES)));
        kills++;
        keepAlive(stage);
      }
      for (String name : stage.alive()) {
        stage.kill(name);
      }
      stage.finish();

      Map<String, List<Tick>> ledgers = new TreeMap<>();
      ids().forEach(id -> ledgers.put(id, room.ledger(id, 2 * TICKS)));
      List<JobRecord> jobs = jobs(backend.rooms().inspector().orElseThrow());
      List<String> violations = judge(first, ledgers, jobs);
      System.out.printf(
          "%s: %d processes, %d kills, %d schedules, %d times, %d jobs, %d violations (seed %d)%n",
          title,
          PROCESSES,
          kills,
          ledgers.size(),
          ledgers.values().stream().mapToInt(List::size).sum(),
          jobs.size(),
          violations.size(),
          KillLoop.SEED);
      assertThat(violations).as("seed " + KillLoop.SEED).isEmpty();
      assertThat(kills).isGreaterThan(TICKS / 2);
      assertThatTheJudgeIsAwake(first, ledgers, jobs);
    }
  }

  private static Stream<String> ids() {
    return IntStream.range(0, SCHEDULES).mapToObj(i -> "schedule-" + i);
  }

  private static void declare(Schedules room, Instant first) {
    EncodedJob job = new EncodedJob(new JobId("template"), "work", "default", Payload.json("{}"));
    Instant last = first.plusSeconds(TICKS - 1);
    room.put(
        ids()
            .map(
                id -> {
                  Definition definition =
                      Definition.of(id, "every 1s", job)
                          .withBounds(Optional.of(first), Optional.of(last));
                  return new Schedules.Entry(definition, SchedulePlan.next(definition, room.now()));
                })
            .toList(),
        "director");
  }

  private void keepAlive(ProcessLab stage) throws IOException {
    while (stage.alive().size() < PROCESSES) {
      stage.start(CrashWorker.class, "worker-" + started++);
    }
  }

  private static List<JobRecord> jobs(Inspector inspector) {
    List<JobRecord> jobs = new ArrayList<>();
    Optional<JobQuery> query = Optional.of(JobQuery.all(JobQuery.LIMIT_MAX));
    while (query.isPresent()) {
      JobPage page = inspector.list(query.get());
      jobs.addAll(page.jobs());
      query = page.next().map(query.get()::after);
    }
    return jobs;
  }

  /** What is wrong: each time of each schedule is to be in its ledger, and to have one job. */
  private static List<String> judge(
      Instant first, Map<String, List<Tick>> ledgers, List<JobRecord> jobs) {
    List<String> violations = new ArrayList<>();
    List<Instant> times = IntStream.range(0, TICKS).mapToObj(first::plusSeconds).toList();
    List<String> expected = new ArrayList<>();
    ledgers.forEach(
        (id, ledger) -> {
          List<Instant> told = ledger.stream().map(Tick::nominal).sorted().toList();
          if (!told.equals(times)) {
            violations.add(id + " has these times in its ledger: " + told);
          }
          ledger.stream()
              .flatMap(tick -> tick.job().stream())
              .map(JobId::value)
              .forEach(expected::add);
        });
    List<String> stored = jobs.stream().map(job -> job.job().id().value()).sorted().toList();
    if (!stored.equals(expected.stream().sorted().toList())) {
      violations.add("the ledgers name " + expected.size() + " jobs, stored are " + stored.size());
    }
    if (stored.size() != SCHEDULES * TICKS) {
      violations.add("stored are " + stored.size() + " jobs");
    }
    jobs.stream()
        .filter(job -> job.state() != JobState.COMPLETED && !isPoison(job))
        .forEach(job -> violations.add(job.job().id() + " is " + job.stateText()));
    return violations;
  }

  /** Three kills in a row met the worker that ran it (rule X4). */
  private static boolean isPoison(JobRecord job) {
    return job.deadReason().equals(Optional.of("poison"));
  }

  /** Negative controls: with a time twice, without one, or with one job more, it must not pass. */
  private static void assertThatTheJudgeIsAwake(
      Instant first, Map<String, List<Tick>> ledgers, List<JobRecord> jobs) {
    List<Tick> ledger = ledgers.getOrDefault("schedule-7", List.of());
    Map<String, List<Tick>> without = new TreeMap<>(ledgers);
    without.put("schedule-7", ledger.subList(1, ledger.size()));
    assertThat(judge(first, without, jobs)).hasSize(2);
    Map<String, List<Tick>> twice = new TreeMap<>(ledgers);
    twice.put("schedule-7", Stream.concat(ledger.stream(), ledger.stream()).toList());
    assertThat(judge(first, twice, jobs)).hasSize(2);
    List<JobRecord> more = new ArrayList<>(jobs);
    more.add(jobs.get(0));
    assertThat(judge(first, ledgers, more)).hasSize(2);
  }
}
