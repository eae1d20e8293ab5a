package dev.duly.cli.command;

import dev.duly.backend.Backend;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.Gauges;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobView;
import dev.duly.backend.room.Operator;
import dev.duly.backend.room.Results;
import dev.duly.backend.room.Statistics;
import dev.duly.backend.schedule.Schedules;
import java.util.Optional;

/** The rooms that commands need; each ends the command with what to do instead if it is missing. */
public final class Offered {
  private static final String INSTEAD =
      "; it has its dead letters (duly dlq ls) and its queues (duly queue ls), and a store behind it"
          + " has all: duly bridge --from URL --to STORE";

  private Offered() {}

  public static Inspector inspector(Backend backend) {
    return required(
        backend.rooms().inspector(), "this backend cannot show a job that is alive" + INSTEAD);
  }

  public static Operator operator(Backend backend) {
    return required(
        backend.rooms().operator(), "this backend cannot act on a job that is alive" + INSTEAD);
  }

  public static DeadLetters deadLetters(Backend backend) {
    return required(backend.rooms().deadLetters(), "this backend keeps no dead letters");
  }

  public static Gauges gauges(Backend backend) {
    return required(backend.rooms().gauges(), "this backend does not say what waits in it");
  }

  public static Statistics statistics(Backend backend) {
    return required(backend.rooms().statistics(), "this backend keeps no statistics");
  }

  public static Schedules schedules(Backend backend) {
    return required(backend.rooms().schedules(), "this backend keeps no schedules");
  }

  public static Results results(Backend backend) {
    return required(
        backend.rooms().results(), "this backend neither tells how a job ended nor keeps its log");
  }

  /** Every job, or where those cannot be shown, the dead letters. */
  public static JobView jobsOrLetters(Backend backend) {
    Optional<Inspector> inspector = backend.rooms().inspector();
    return inspector.isPresent() ? inspector.get() : deadLetters(backend);
  }

  private static <T> T required(Optional<T> room, String without) {
    return room.orElseThrow(() -> new CommandFailure(Exit.NOT_OFFERED, without));
  }
}
