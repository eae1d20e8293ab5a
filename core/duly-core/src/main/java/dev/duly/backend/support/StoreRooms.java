package dev.duly.backend.support;

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

/** The rooms of a store: it can show every job and act on it, and keeps statistics. */
public final class StoreRooms implements Rooms {
  private final Inspector inspector;
  private final Operator operator;
  private final Statistics statistics;
  private final Results results;
  private final Optional<Transactions> transactions;
  private final Optional<Schedules> schedules;
  private final Optional<Limits> limits;

  public StoreRooms(
      Inspector inspector, Operator operator, Statistics statistics, Results results) {
    this.inspector = inspector;
    this.operator = operator;
    this.statistics = statistics;
    this.results = results;
    this.transactions = Optional.empty();
    this.schedules = Optional.empty();
    this.limits = Optional.empty();
  }

  private StoreRooms(
      StoreRooms others,
      Optional<Transactions> transactions,
      Optional<Schedules> schedules,
      Optional<Limits> limits) {
    this.inspector = others.inspector;
    this.operator = others.operator;
    this.statistics = others.statistics;
    this.results = others.results;
    this.transactions = transactions;
    this.schedules = schedules;
    this.limits = limits;
  }

  /** Those of a database, on which an application has transactions of its own. */
  public StoreRooms with(Transactions transactions) {
    return new StoreRooms(this, Optional.of(transactions), schedules, limits);
  }

  /** Those of a store that keeps schedules. */
  public StoreRooms with(Schedules schedules) {
    return new StoreRooms(this, transactions, Optional.of(schedules), limits);
  }

  /** Those of a store that keeps limits. */
  public StoreRooms with(Limits limits) {
    return new StoreRooms(this, transactions, schedules, Optional.of(limits));
  }

  @Override
  public Optional<Inspector> inspector() {
    return Optional.of(inspector);
  }

  @Override
  public Optional<Operator> operator() {
    return Optional.of(operator);
  }

  @Override
  public Optional<DeadLetters> deadLetters() {
    return Optional.of(new LettersOf(inspector, operator));
  }

  @Override
  public Optional<Gauges> gauges() {
    return Optional.of(new GaugesOf(inspector));
  }

  @Override
  public Optional<Results> results() {
    return Optional.of(results);
  }

  @Override
  public Optional<Transactions> transactions() {
    return transactions;
  }

  @Override
  public Optional<Schedules> schedules() {
    return schedules;
  }

  @Override
  public Optional<Limits> limits() {
    return limits;
  }

  @Override
  public Optional<Statistics> statistics() {
    return Optional.of(statistics);
  }
}
