package dev.duly.tck;

import dev.duly.backend.Rooms;
import dev.duly.backend.Transactions;
import dev.duly.backend.limit.Limits;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.Gauges;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.Operator;
import dev.duly.backend.room.Results;
import dev.duly.backend.room.Statistics;
import dev.duly.backend.schedule.Schedules;
import java.util.Optional;

/** The rooms of a good backend, of which one is broken. */
class ForwardingRooms implements Rooms {
  private final Rooms good;

  ForwardingRooms(Rooms good) {
    this.good = good;
  }

  @Override
  public Optional<Inspector> inspector() {
    return good.inspector();
  }

  @Override
  public Optional<Operator> operator() {
    return good.operator();
  }

  @Override
  public Optional<DeadLetters> deadLetters() {
    return good.deadLetters();
  }

  @Override
  public Optional<Schedules> schedules() {
    return good.schedules();
  }

  @Override
  public Optional<Limits> limits() {
    return good.limits();
  }

  @Override
  public Optional<Gauges> gauges() {
    return good.gauges();
  }

  @Override
  public Optional<Transactions> transactions() {
    return good.transactions();
  }

  @Override
  public Optional<Results> results() {
    return good.results();
  }

  @Override
  public Optional<Statistics> statistics() {
    return good.statistics();
  }
}
