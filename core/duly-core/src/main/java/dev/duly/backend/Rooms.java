package dev.duly.backend;

import dev.duly.backend.limit.Limits;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.Gauges;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.Operator;
import dev.duly.backend.room.Results;
import dev.duly.backend.room.Statistics;
import dev.duly.backend.schedule.Schedules;
import java.util.Optional;

/**
 * What a backend offers beside the path of a job. A missing room is a thing the engine cannot do.
 */
public interface Rooms {
  Rooms NONE = new Rooms() {};

  /** Shows what is stored. */
  default Optional<Inspector> inspector() {
    return Optional.empty();
  }

  /** Acts for a person. */
  default Optional<Operator> operator() {
    return Optional.empty();
  }

  /** Shows dead letters and acts on them. */
  default Optional<DeadLetters> deadLetters() {
    return Optional.empty();
  }

  /** Says how much waits where. */
  default Optional<Gauges> gauges() {
    return Optional.empty();
  }

  /** Acts inside the caller's own transaction. */
  default Optional<Transactions> transactions() {
    return Optional.empty();
  }

  /** Tells how jobs ended. */
  default Optional<Results> results() {
    return Optional.empty();
  }

  /** Keeps schedules of recurring jobs, and fires them. */
  default Optional<Schedules> schedules() {
    return Optional.empty();
  }

  /** Keeps limits of queues and of keys in them. */
  default Optional<Limits> limits() {
    return Optional.empty();
  }

  /** What workers did, and which are there. */
  default Optional<Statistics> statistics() {
    return Optional.empty();
  }
}
