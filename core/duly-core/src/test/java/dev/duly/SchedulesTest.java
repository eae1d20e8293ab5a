package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.support.DefinitionText;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.memory.ObjectCodec;
import dev.duly.schedule.Misfire;
import dev.duly.schedule.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Schedules as an application declares them. */
class SchedulesTest {
  private static final JobType<Payload, Void> WORK = JobType.raw("work");
  private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

  private final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T12:00:00Z"));
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final Schedules room = backend.rooms().schedules().orElseThrow();
  private final Duly duly = Duly.on(backend, new ObjectCodec());

  @AfterEach
  void close() {
    duly.close();
  }

  private static NewJob<Payload, Void> work(String payload) {
    return NewJob.of(WORK, Payload.json(payload));
  }

  private static Duly named(InMemoryBackend backend, String name) {
    return Duly.builder().backend(backend).codec(new ObjectCodec()).producer(name).build();
  }

  private ScheduleRecord schedule(String id) {
    return room.find(id).orElseThrow();
  }

  @Test
  void a_declared_schedule_is_stored_with_its_first_time() {
    duly.schedules(
        Schedule.cron("daily", "0 6 * * *", OSLO)
            .job(work("1").queue("reports"))
            .overlap(Overlap.SKIP)
            .misfire(Misfire.SKIP)
            .jitter(Duration.ofMinutes(2)),
        Schedule.every("sync", Duration.ofMinutes(15)).job(work("2")),
        Schedule.at("once", Instant.parse("2030-02-01T00:00:00Z")).job(work("3")));

    assertThat(schedule("daily").next()).contains(Instant.parse("2030-01-02T05:00:00Z"));
    assertThat(schedule("daily").definition().spec()).isEqualTo("0 6 * * * Europe/Oslo");
    assertThat(schedule("daily").definition().overlap()).isEqualTo(Overlap.SKIP);
    assertThat(schedule("daily").definition().template().queue()).isEqualTo("reports");
    assertThat(schedule("sync").next()).contains(Instant.parse("2030-01-01T12:15:00Z"));
    assertThat(schedule("once").next()).contains(Instant.parse("2030-02-01T00:00:00Z"));
  }

  @Test
  void what_is_declared_again_changes_nothing_and_a_persons_change_lasts() {
    Schedule every = Schedule.every("sync", Duration.ofMinutes(15)).job(work("1").header("a", "1"));
    duly.schedules(every);
    long revision = schedule("sync").revision();
    duly.schedules(every);
    assertThat(schedule("sync").revision()).isEqualTo(revision);

    room.put(
        List.of(
            new Schedules.Entry(
                schedule("sync").definition().withJitter(Duration.ofSeconds(1)),
                schedule("sync").next())),
        "ana");
    duly.schedules(every);
    assertThat(schedule("sync").definition().jitter()).isEqualTo(Duration.ofSeconds(1));
    duly.schedules(every.job(work("2")));
    assertThat(schedule("sync").definition().jitter()).isZero();
    assertThat(schedule("sync").definition().template().payload()).isEqualTo(Payload.json("2"));
  }

  @Test
  void what_an_application_declares_no_more_stays_and_says_so() {
    InMemoryBackend shared = new InMemoryBackend(clock);
    Schedules shown = shared.rooms().schedules().orElseThrow();
    Schedule a = Schedule.every("a", Duration.ofMinutes(1)).job(work("1"));
    Schedule b = Schedule.every("b", Duration.ofMinutes(1)).job(work("1"));
    named(shared, "shop").schedules(a, b);
    named(shared, "other").schedules(Schedule.every("c", Duration.ofMinutes(1)).job(work("1")));
    assertThat(shown.find("b").orElseThrow().definition().declaredBy()).contains("shop");

    named(shared, "shop").schedules(a);
    assertThat(shown.find("a").orElseThrow().definition().declaredBy()).contains("shop");
    assertThat(shown.find("b").orElseThrow().definition().declaredBy()).isEmpty();
    assertThat(shown.find("b").orElseThrow().definition().declared()).isPresent();
    assertThat(shown.find("c").orElseThrow().definition().declaredBy()).contains("other");
    named(shared, "shop").schedules(a, b);
    assertThat(shown.find("b").orElseThrow().definition().declaredBy()).contains("shop");
  }

  @Test
  void what_an_application_without_a_name_declares_is_declared() {
    duly.schedules(Schedule.every("a", Duration.ofMinutes(1)).job(work("1")));
    assertThat(room.find("a").orElseThrow().isUndeclared()).isFalse();
    duly.schedules(Schedule.every("b", Duration.ofMinutes(1)).job(work("1")));
    assertThat(room.find("a").orElseThrow().isUndeclared()).isFalse();
  }

  @Test
  void what_is_declared_in_two_steps_keeps_the_times_that_are_due() {
    InMemoryBackend shared = new InMemoryBackend(clock);
    Schedules shown = shared.rooms().schedules().orElseThrow();
    Schedule a = Schedule.every("a", Duration.ofMinutes(1)).job(work("1"));
    Schedule b = Schedule.every("b", Duration.ofMinutes(1)).job(work("1"));
    for (int start = 0; start < 2; start++) {
      Duly app = named(shared, "shop");
      app.schedules(a);
      app.schedules(b);
      clock.advance(Duration.ofMinutes(5));
    }
    Instant first = clock.instant().minus(Duration.ofMinutes(9));
    assertThat(shown.find("a").orElseThrow().next()).contains(first);
    assertThat(shown.find("b").orElseThrow().next()).contains(first);
    assertThat(shown.find("b").orElseThrow().definition().declaredBy()).contains("shop");
  }

  @Test
  void what_has_had_its_last_time_may_still_be_declared() {
    Instant past = Instant.parse("2020-01-01T00:00:00Z");
    duly.schedules(
        Schedule.at("once", past).job(work("1")),
        Schedule.every("over", Duration.ofHours(1)).job(work("1")).until(past),
        Schedule.every("on", Duration.ofHours(1)).job(work("1")));
    assertThat(room.find("once").orElseThrow().next()).isEmpty();
    assertThat(room.find("over").orElseThrow().next()).isEmpty();
    assertThat(room.find("on").orElseThrow().next()).isPresent();
  }

  @Test
  void limits_are_the_same_at_each_time_of_the_day() {
    assertThatThrownBy(
            () ->
                duly.schedules(
                    Schedule.cron("pair", "0 15,16 * * *", ZoneOffset.UTC)
                        .job(work("1"))
                        .jitter(Duration.ofHours(2)),
                    Schedule.at("far", Instant.parse("2031-01-01T00:00:00Z"))
                        .job(work("1"))
                        .jitter(Duration.ofSeconds(Long.MAX_VALUE)),
                    Schedule.of("huge", "at +1000000000-12-31T23:00:00Z").job(work("1")),
                    Schedule.every("bounds", Duration.ofHours(1))
                        .job(work("1"))
                        .from(Instant.MIN)
                        .until(Instant.MAX),
                    Schedule.every("expires", Duration.ofHours(1))
                        .job(work("1").expiresAt(Instant.parse("2030-01-01T00:00:00Z"))),
                    Schedule.every("full", Duration.ofHours(1)).job(withHeaders(64))))
        .hasMessageContaining("the time between two jobs, 1h, was 2h")
        .hasMessageContaining("its jitter must be less than 365d, was")
        .hasMessageContaining("an instant must be between 1970-01-01T00:00:00Z and 9999")
        .hasMessageContaining("from must be between")
        .hasMessageContaining("until must be between")
        .hasMessageContaining("its job expires at one moment for all times")
        .hasMessageContaining("headers must be at most 64, was 65");
    assertThat(room.list("", 9)).isEmpty();
  }

  private static NewJob<?, ?> withHeaders(int count) {
    NewJob<?, ?> job = work("1");
    for (int i = 0; i < count; i++) {
      job = job.header("h" + i, "v");
    }
    return job;
  }

  @Test
  void everything_that_is_wrong_is_told_and_nothing_is_declared() {
    assertThatThrownBy(
            () ->
                duly.schedules(
                    Schedule.every("fine", Duration.ofMinutes(1)).job(work("1")),
                    Schedule.cron("no good", "0 25 * * *", OSLO).job(work("1")),
                    Schedule.cron("x".repeat(41), "0 6 * * *", ZoneId.of("EST5EDT")),
                    Schedule.every("twice", Duration.ofMillis(1_500))
                        .job(work("1").id("own").delay(Duration.ofSeconds(1))),
                    Schedule.every("twice", Duration.ofMinutes(1))
                        .job(work("1").priority(Priority.LOW))
                        .jitter(Duration.ofMinutes(1)),
                    Schedule.cron("ends", "0 6 * * *", ZoneOffset.UTC)
                        .job(work("1").maxAttempts(0))
                        .from(Instant.parse("2031-01-01T00:00:00Z"))
                        .until(Instant.parse("2030-01-01T00:00:00Z"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("nothing was declared: schedule \"no good\": ")
        .hasMessageContaining("position 3: hour must be 0 to 23, was \"25\"")
        .hasMessageContaining("its id must be 1 to 40 characters of")
        .hasMessageContaining("zone \"EST5EDT\" is not one of a place")
        .hasMessageContaining("it has no job: add .job(NewJob.of(..))")
        .hasMessageContaining("an interval is 1s to 3650d, in whole seconds, was 1s500ms")
        .hasMessageContaining("its job has an id")
        .hasMessageContaining("its job has a due time")
        .hasMessageContaining("its id is there twice")
        .hasMessageContaining("its jitter must be less than the time between two jobs, 1m, was 1m")
        .hasMessageContaining("max_attempts must be 1 to 1000, was 0")
        .hasMessageContaining("it ends at 2030-01-01T00:00:00Z, before it starts");
    assertThat(room.list("", 9)).isEmpty();
  }

  @Test
  void a_worker_fires_what_is_due_and_its_handler_sees_for_which_time() throws Exception {
    try (Duly real = Duly.on(new InMemoryBackend(), new ObjectCodec())) {
      CompletableFuture<Optional<Instant>> nominal = new CompletableFuture<>();
      real.worker()
          .queue("default", 1)
          .handle(WORK, (payload, attempt) -> nominal.complete(attempt.nominalTime()))
          .start();
      real.schedules(Schedule.every("tick", Duration.ofSeconds(1)).job(work("1")));

      Instant time = nominal.get(20, TimeUnit.SECONDS).orElseThrow();
      assertThat(time).isEqualTo(time.truncatedTo(ChronoUnit.SECONDS));
      assertThat(real.jobs().find("tick:" + time.toString().replaceAll("[-:]", ""))).isPresent();
    }
  }

  @Test
  void what_a_newer_version_made_is_left_to_it_and_keeps_no_other_from_being_fired()
      throws Exception {
    InMemoryBackend shared = new InMemoryBackend();
    CompletableFuture<Boolean> fired = new CompletableFuture<>();
    try (Duly real = Duly.on(shared, new ObjectCodec())) {
      Schedules kept = shared.rooms().schedules().orElseThrow();
      real.schedules(Schedule.every("tick", Duration.ofSeconds(1)).job(work("1")));
      Definition moon =
          Definition.of(
              "moon", "full moon", kept.find("tick").orElseThrow().definition().template());
      kept.put(List.of(new Schedules.Entry(moon, Optional.of(Instant.EPOCH))), "ana");
      real.worker()
          .queue("default", 1)
          .handle(WORK, (payload, attempt) -> fired.complete(true))
          .start();

      assertThat(fired.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(kept.find("moon").orElseThrow().next()).contains(Instant.EPOCH);
      assertThat(kept.ledger("moon", 9)).isEmpty();
    }
  }

  @Test
  void a_definition_with_a_word_of_a_newer_version_is_passed_over() {
    duly.schedules(Schedule.every("a", Duration.ofMinutes(1)).job(work("1")));
    Definition definition = schedule("a").definition();
    String text = DefinitionText.of(definition);
    byte[] payload = definition.template().payload().bytes();

    assertThat(DefinitionText.read("a", text, payload)).isPresent();
    assertThat(DefinitionText.read("a", text + "&later=x", payload)).isPresent();
    assertThat(
            DefinitionText.read(
                "a", text.replace("misfire=fire_once", "misfire=fire_all"), payload))
        .isEmpty();
  }
}
