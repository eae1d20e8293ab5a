package dev.duly.backend;

import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.Operator;
import dev.duly.backend.room.Statistics;
import java.util.Optional;

/**
 * What a backend offers beside the path of a job. A missing room is a thing the engine cannot do.
 */
public record Rooms(
    Optional<Inspector> inspector,
    Optional<Operator> operator,
    Optional<Transactions> transactions,
    Optional<Statistics> statistics) {
  public static final Rooms NONE =
      new Rooms(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
