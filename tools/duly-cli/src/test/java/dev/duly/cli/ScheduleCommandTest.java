package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.Schedule;
import dev.duly.backend.Backend;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.Firing;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.schedule.TickOutcome;
import dev.duly.cli.command.Exit;
import dev.duly.jackson.JacksonCodec;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.OnConflict;
import dev.duly.job.Payload;
import dev.duly.lifecycle.SchedulePlan;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.monitor.ScheduleHealth;
import dev.duly.schedule.Misfire;
import dev.duly.schedule.Overlap;
import dev.duly.sqlite.SqliteBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Recurring jobs on the command line. */
class ScheduleCommandTest extends CommandHarness {
  private static final JobType<Payload, Void> MAIL = JobType.raw("mail");

  @Test
  void a_schedule_is_made_shown_changed_paused_run_and_removed() {
    assertThat(
            duly(
                "schedule",
                "add",
                "nightly",
                "0 3 * * *",
                "report",
                "{\"of\":\"day\"}",
                "--zone",
                "Europe/Oslo",
                "-q",
                "slow",
                "--overlap",
                "skip",
                "--misfire",
                "skip",
                "--jitter",
                "2m"))
        .isZero();
    assertThat(out()).startsWith("added nightly, next at ");
    assertThat(duly("schedule", "ls")).isZero();
    assertThat(out()).contains("nightly", "0 3 * * * Europe/Oslo", "report", "slow");
    assertThat(duly("schedule", "show", "nightly", "-o", "jsonl")).isZero();
    assertThat(out())
        .contains("\"id\":\"nightly\"", "\"payload\":{\"of\":\"day\"}")
        .contains("\"misfire\":\"skip\"", "\"overlap\":\"skip\"", "\"jitter\":\"2m\"")
        .contains("\"paused\":false", "\"ticks\":[]");
    assertThat(duly("schedule", "pause", "nightly")).isZero();
    assertThat(duly("schedule", "pause", "nightly")).isEqualTo(Exit.CONFLICT);
    assertThat(err()).contains("schedule nightly is not changed: it is paused already");
    assertThat(duly("schedule", "add", "nightly", "every 1h", "report")).isZero();
    assertThat(out()).contains("paused nightly", "changed nightly, next at ");
    assertThat(duly("schedule", "show", "nightly")).isZero();
    assertThat(out()).contains("schedule      nightly (paused)", "times         every 1h");
    assertThat(duly("schedule", "resume", "nightly")).isZero();
    assertThat(duly("schedule", "run", "nightly")).isZero();
    assertThat(out()).contains("resumed nightly", "enqueued nightly:run-");
    assertThat(duly("job", "ls", "type:report", "--ids")).isZero();
    assertThat(out()).startsWith("nightly:run-");
    assertThat(duly("schedule", "rm", "nightly")).isZero();
    assertThat(duly("schedule", "rm", "nightly")).isEqualTo(Exit.NOT_FOUND);
    assertThat(err()).contains("there is no schedule \"nightly\". See: duly schedule ls");
    assertThat(duly("audit")).isZero();
    assertThat(out())
        .contains("remove-schedule", "resume-schedule", "pause-schedule", "schedule  ", "nightly");
  }

  @Test
  void what_is_wrong_is_told_with_its_position_and_nothing_is_changed() {
    assertThat(duly("schedule", "add", "a b", "0 25 * * *", "report")).isEqualTo(Exit.USAGE);
    assertThat(err())
        .contains("nothing was changed: ")
        .contains("its id must be 1 to 40 characters")
        .contains("position 3: hour must be 0 to 23, was \"25\"");
    assertThat(duly("schedule", "add", "a", "0 6 * * *", "report", "--zone", "Oslo"))
        .isEqualTo(Exit.USAGE);
    assertThat(err()).contains("zone \"Oslo\" is not one of a place");
    assertThat(duly("schedule", "add", "a", "0 6 * * *", "report", "--overlap", "x"))
        .isEqualTo(Exit.USAGE);
    assertThat(err()).contains("overlap must be one of [allow, skip], was \"x\"");
    assertThat(duly("schedule", "add", "a", "every 1m", "report", "--jitter", "1m"))
        .isEqualTo(Exit.USAGE);
    assertThat(err()).contains("its jitter must be less than the time between two jobs, 1m");
    assertThat(duly("schedule", "ls", "-o", "json")).isZero();
    assertThat(out()).isEqualTo("[ ]\n");
  }

  @Test
  void next_says_when_it_would_be_due_and_where_clocks_are_moved() {
    assertThat(
            duly(
                "schedule",
                "next",
                "30 2 * * *",
                "--zone",
                "Europe/Berlin",
                "--from",
                "2026-03-27T12:00:00Z",
                "-n",
                "3"))
        .isZero();
    assertThat(out())
        .contains("2026-03-28T01:30:00Z  2026-03-28T02:30+01:00")
        .contains(
            "2026-03-29T01:00:00Z  2026-03-29T03:00+02:00  clocks are moved on at this moment")
        .contains("2026-03-30T00:30:00Z  2026-03-30T02:30+02:00");
    assertThat(
            duly(
                "schedule",
                "next",
                "30 2 * * * Europe/Berlin",
                "--from",
                "2026-10-24T12:00:00Z",
                "-n",
                "1",
                "-o",
                "jsonl"))
        .isZero();
    assertThat(out()).contains("2026-10-25T00:30:00Z", "this local time comes twice: the first");
    assertThat(duly("schedule", "next", "0 6 * *")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("position 8: five fields");
    assertThat(duly("schedule", "next", "@daily", "--from", "noon")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("\"noon\" is not an instant");
  }

  @Test
  void missed_times_and_schedules_that_no_code_declares_are_findings() {
    ManualClock clock = new ManualClock(Instant.parse("2030-01-01T00:00:00Z"));
    try (InMemoryBackend backend = new InMemoryBackend(clock)) {
      Schedules room = backend.rooms().schedules().orElseThrow();
      Definition every =
          Definition.of("a", "every 1m", new EncodedJob(new JobId("x"), "t", "q", Payload.none()))
              .withPolicies(Misfire.SKIP, Overlap.ALLOW);
      Definition undeclared =
          new Definition(
              "b",
              every.spec(),
              every.template(),
              every.misfire(),
              every.overlap(),
              every.jitter(),
              every.from(),
              every.until(),
              Optional.of("form"),
              Optional.empty());
      room.put(
          List.of(
              new Schedules.Entry(every, SchedulePlan.next(every, clock.instant())),
              new Schedules.Entry(undeclared, SchedulePlan.next(undeclared, clock.instant()))),
          "ana");
      assertThat(texts(backend)).containsExactly("schedule b is declared by no code any more");

      clock.advance(Duration.ofMinutes(10));
      assertThat(texts(backend))
          .contains("2 schedules are overdue by more than a minute: no worker fires them");
      List<Firing> plans =
          room.due(9).stream()
              .map(record -> SchedulePlan.of(record, clock.instant(), job -> Optional.empty()))
              .toList();
      room.fire(plans);
      assertThat(texts(backend)).contains("schedule a missed 8 of its latest 10 times");
    }
  }

  @Test
  void a_persons_change_lasts_until_the_code_changes() {
    Schedule code = Schedule.every("a", Duration.ofHours(1)).job(NewJob.of(MAIL, Payload.none()));
    declare(code);
    assertThat(duly("schedule", "add", "a", "every 2h", "mail")).isZero();
    declare(code);
    assertThat(duly("schedule", "show", "a")).isZero();
    assertThat(out()).contains("every 2h", "declared by   application");
    declare(code.overlap(Overlap.SKIP));
    assertThat(duly("schedule", "show", "a")).isZero();
    assertThat(out()).contains("every 1h");
  }

  private void declare(Schedule schedule) {
    try (Duly jobs =
        Duly.on(SqliteBackend.file(folder.resolve("jobs.db")), JacksonCodec.standard())) {
      jobs.schedules(schedule);
    }
  }

  @Test
  void a_run_whose_unique_key_is_held_says_what_became_of_it() {
    for (OnConflict on : OnConflict.values()) {
      declare(
          Schedule.every(on.name(), Duration.ofHours(1))
              .job(NewJob.of(MAIL, Payload.none()).unique("k").onConflict(on)));
    }
    assertThat(duly("enqueue", "mail", "{}", "--unique", "k", "--id", "x", "--in", "1h")).isZero();
    out();
    assertThat(duly("schedule", "run", "RETURN_EXISTING", "-o", "jsonl")).isZero();
    assertThat(out()).contains("{\"id\":\"x\",\"new\":false,\"replaced\":false}");
    assertThat(duly("schedule", "run", "REJECT")).isEqualTo(Exit.CONFLICT);
    assertThat(err()).contains("nothing was enqueued: job x holds the unique key");
    assertThat(duly("schedule", "run", "REPLACE")).isZero();
    assertThat(out()).contains("x holds the unique key, and has the new payload");
    assertThat(duly("schedule", "resume", "REPLACE")).isEqualTo(Exit.CONFLICT);
    assertThat(err()).contains("is not changed: it is not paused");
    assertThat(duly("schedule", "next", "every 1h", "-n", "0")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("-n must be 1 to 1000, was 0");
    assertThat(duly("schedule", "next", "every 1h", "--from", "+999999999-12-31T23:59:59Z"))
        .isEqualTo(Exit.USAGE);
    assertThat(err()).contains("--from must be between 1970");
    assertThat(duly("schedule", "next", "at 2020-01-01T06:00:00Z")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("has no time after");
    assertThat(duly("schedule", "add", "late", "at 2020-01-01T06:00:00Z", "mail"))
        .isEqualTo(Exit.USAGE);
    assertThat(err()).contains("schedule late has no time from now on");
  }

  @Test
  void stats_say_what_became_of_the_times_of_schedules() {
    assertThat(duly("schedule", "add", "often", "every 1s", "report")).isZero();
    assertThat(duly("schedule", "add", "rarely", "every 1h", "report")).isZero();
    assertThat(duly("schedule", "pause", "rarely")).isZero();
    try (Backend backend = SqliteBackend.file(folder.resolve("jobs.db"))) {
      Schedules room = backend.rooms().schedules().orElseThrow();
      ScheduleRecord often = room.find("often").orElseThrow();
      List<TickOutcome> outcomes = List.of(TickOutcome.values());
      Instant first = room.now().minus(Duration.ofHours(2)).plusSeconds(10);
      List<Tick> ticks =
          IntStream.range(0, 240)
              .mapToObj(
                  i ->
                      new Tick(
                          first.plusSeconds(30L * i), outcomes.get(i % 4), "", Optional.empty()))
              .toList();
      room.fire(List.of(new Firing("often", often.revision(), often.next(), ticks, List.of())));
    }
    out();
    assertThat(duly("stats")).isZero();
    assertThat(out()).contains("2 schedules, 1 paused: 30 fired, 30 late, 30 skipped, 30 missed");
    assertThat(duly("stats", "--since", "30m", "-o", "json")).isZero();
    assertThat(out().replaceAll("\\s", ""))
        .contains("\"schedules\":{\"count\":2,\"paused\":1,\"fired\":15,\"late\":15,");
  }

  @Test
  void a_schedule_that_comes_faster_than_its_job_runs_is_warned_of() {
    duly("enqueue", "slow", "{}");
    duly("work", "-q", "default", "--drain", "--exec", "slow=sleep 1.2");
    out();
    assertThat(duly("schedule", "add", "a", "every 1s", "slow")).isZero();
    assertThat(err())
        .contains("▲ schedule a enqueues a job every 1.0 s, and one usually runs for 1.")
        .contains("→ skip a time while the last job has not ended: overlap skip");
    assertThat(duly("schedule", "add", "b", "every 1s", "slow", "--overlap", "skip")).isZero();
    assertThat(duly("schedule", "add", "c", "every 2s", "slow")).isZero();
    assertThat(err()).isEmpty();
    assertThat(duly("doctor")).isZero();
    assertThat(out())
        .contains("schedule a enqueues a job every")
        .doesNotContain("schedule b", "schedule c");
  }

  private static List<String> texts(InMemoryBackend backend) {
    return Stream.of(
            ScheduleHealth.findings(backend.rooms()), ScheduleHealth.missed(backend.rooms()))
        .flatMap(List::stream)
        .map(HealthIssue::text)
        .toList();
  }
}
