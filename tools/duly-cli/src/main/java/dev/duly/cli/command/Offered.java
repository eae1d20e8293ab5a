package dev.duly.cli.command;

import dev.duly.backend.Backend;
import dev.duly.backend.Feature;
import dev.duly.backend.limit.Limits;
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
    return inspector(backend, "shows no jobs that are alive");
  }

  /**
   * The same, for a part of it.
   *
   * @param lacking what a backend without it does not do, such as {@code keeps no audit log}
   */
  public static Inspector inspector(Backend backend, String lacking) {
    return required(backend.rooms().inspector(), lacking);
  }

  public static Operator operator(Backend backend) {
    return operator(backend, "does nothing to a job that is alive");
  }

  /**
   * The same, for a part of it.
   *
   * @param lacking what a backend without it does not do, such as {@code pauses no queues}
   */
  public static Operator operator(Backend backend, String lacking) {
    return required(backend.rooms().operator(), lacking);
  }

  public static DeadLetters deadLetters(Backend backend) {
    return required(backend.rooms().deadLetters(), "keeps no dead letters");
  }

  public static Gauges gauges(Backend backend) {
    return required(backend.rooms().gauges(), "does not say what waits in it");
  }

  public static Statistics statistics(Backend backend) {
    return required(backend.rooms().statistics(), "keeps no statistics");
  }

  public static Schedules schedules(Backend backend) {
    return required(backend.rooms().schedules(), "keeps no schedules");
  }

  public static Limits limits(Backend backend) {
    return backend
        .rooms()
        .limits()
        .orElseThrow(
            () ->
                new CommandFailure(
                    Exit.NOT_OFFERED, "this backend keeps no limits; a SQLite file does"));
  }

  public static Results results(Backend backend) {
    return required(backend.rooms().results(), "neither tells how a job ended nor keeps its log");
  }

  /** No room, but alike. */
  public static void requireUniqueKeys(Backend backend) {
    if (!backend.capabilities().offers(Feature.UNIQUE_KEYS)) {
      throw without("keeps no unique keys");
    }
  }

  /** Every job, or where those cannot be shown, the dead letters. */
  public static JobView jobsOrLetters(Backend backend) {
    Optional<Inspector> inspector = backend.rooms().inspector();
    return inspector.isPresent() ? inspector.get() : deadLetters(backend);
  }

  private static <T> T required(Optional<T> room, String lacking) {
    return room.orElseThrow(() -> without(lacking));
  }

  private static CommandFailure without(String lacking) {
    return new CommandFailure(Exit.NOT_OFFERED, "this backend " + lacking + INSTEAD);
  }
}
