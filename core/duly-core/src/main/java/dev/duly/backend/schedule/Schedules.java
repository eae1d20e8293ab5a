package dev.duly.backend.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps schedules, and fires their times (rules K2 to K4, K6). Thread-safe. Which times are due and
 * what becomes of them is planned outside; that exactly one plan applies is decided here.
 */
public interface Schedules {
  /** Ticks that are kept of each schedule. */
  int TICKS_KEPT_MAX = 1_000;

  /**
   * A schedule that is made or changed.
   *
   * @param next its first time from now on
   */
  record Entry(Definition definition, Optional<Instant> next) {}

  /** What became of a firing. */
  enum Fired {
    APPLIED,
    /** Something else came first; nothing was done. */
    LOST
  }

  /** The engine's clock. */
  Instant now();

  /**
   * Makes these, or changes those that are there: all of them or, after an exception, perhaps some.
   * One that is paused stays paused; its ledger stays.
   */
  void put(List<Entry> entries, String who);

  /** False if it is not there or paused already. */
  boolean pause(String id, String who);

  /**
   * False if it is not there or not paused.
   *
   * @param next its first time from now on
   */
  boolean resume(String id, Optional<Instant> next, String who);

  /** With its ledger; jobs that it fired stay. False if it is not there. */
  boolean remove(String id, String who);

  Optional<ScheduleRecord> find(String id);

  /** In the order of their ids, those behind this one; empty text for the first. */
  List<ScheduleRecord> list(String after, int limit);

  /** Those whose next time has come and that are not paused, the most overdue first. */
  List<ScheduleRecord> due(int max);

  /** When the first of those that are not paused is due. */
  Optional<Instant> next();

  /**
   * Each as a whole: the ticks are noted, the jobs enqueued, and the next time is set, if the
   * schedule has the revision that was planned for; else {@code LOST}, and nothing is done. A job
   * whose id is stored already is not stored again.
   */
  List<Fired> fire(List<Firing> firings);

  /** The latest first. */
  List<Tick> ledger(String id, int limit);
}
