package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.Schedules;
import dev.duly.engine.schedule.ScheduleClock;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Very many schedules that are due at one instant, as at midnight: all are fired within a minute,
 * by one process. {@code -Dschedule.many=N}.
 */
public final class ManySchedules {
  private static final int SCHEDULES = Integer.getInteger("schedule.many", 2_000);
  private static final int AT_ONCE = 1_000;
  private static final Duration TIME_MAX = Duration.ofMinutes(1);

  private ManySchedules() {}

  /** Fires them, and prints how long that took. */
  public static void play(String title, Backend backend) {
    Schedules room = backend.rooms().schedules().orElseThrow();
    Optional<Instant> midnight = Optional.of(room.now());
    EncodedJob job = new EncodedJob(new JobId("template"), "work", "default", Payload.json("{}"));
    for (int from = 0; from < SCHEDULES; from += AT_ONCE) {
      List<Schedules.Entry> entries =
          IntStream.range(from, Math.min(SCHEDULES, from + AT_ONCE))
              .mapToObj(i -> Definition.of("schedule-" + i, "every 1d", job))
              .map(definition -> new Schedules.Entry(definition, midnight))
              .toList();
      room.put(entries, "director");
    }
    ScheduleClock clock = new ScheduleClock(room, backend.capabilities(), Optional.empty());
    long began = System.nanoTime();
    clock.fireDue();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    System.out.printf(
        "%s: %d schedules due at one instant, fired in %.1f s%n",
        title, SCHEDULES, took.toMillis() / 1_000.0);
    assertThat(took).isLessThan(TIME_MAX);
    assertThat(room.due(1)).isEmpty();
    assertThat(backend.rooms().inspector().orElseThrow().queues())
        .extracting(QueueRecord::waiting)
        .containsExactly((long) SCHEDULES);
    assertThat(room.ledger("schedule-" + (SCHEDULES - 1), 9)).hasSize(1);
  }
}
