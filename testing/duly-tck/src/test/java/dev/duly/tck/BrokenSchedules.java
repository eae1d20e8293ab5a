package dev.duly.tck;

import dev.duly.backend.Backend;
import dev.duly.backend.Rooms;
import dev.duly.backend.schedule.Firing;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.schedule.TickOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What can be wrong with schedules. */
final class BrokenSchedules {
  private BrokenSchedules() {}

  /** A good backend with another room of schedules. */
  abstract static class WithSchedules extends BrokenBackend {
    private final Backend good;
    private final UnaryOperator<Schedules> fault;

    WithSchedules(Backend good, UnaryOperator<Schedules> fault) {
      super(good);
      this.good = good;
      this.fault = fault;
    }

    @Override
    public Rooms rooms() {
      Schedules broken = fault.apply(good.rooms().schedules().orElseThrow());
      return new ForwardingRooms(good.rooms()) {
        @Override
        public Optional<Schedules> schedules() {
          return Optional.of(broken);
        }
      };
    }
  }

  /** Looks at no revision: each that planned a time fires it. */
  static final class FiresTwice extends WithSchedules {
    FiresTwice(Backend good) {
      super(
          good,
          room ->
              new Forwarding(room) {
                @Override
                public List<Fired> fire(List<Firing> firings) {
                  List<Fired> fired = new ArrayList<>();
                  for (Firing f : firings) {
                    long revision = room.find(f.id()).map(ScheduleRecord::revision).orElse(0L);
                    fired.addAll(
                        room.fire(
                            List.of(new Firing(f.id(), revision, f.next(), f.ticks(), f.jobs()))));
                  }
                  return fired;
                }
              });
    }
  }

  /** Notes what it fired, and nothing of what it did not. */
  static final class ForgetsTheMissed extends WithSchedules {
    ForgetsTheMissed(Backend good) {
      super(
          good,
          room ->
              new Forwarding(room) {
                @Override
                public List<Fired> fire(List<Firing> firings) {
                  return room.fire(firings.stream().map(f -> withoutMissed(f)).toList());
                }
              });
    }

    private static Firing withoutMissed(Firing f) {
      List<Tick> ticks =
          f.ticks().stream().filter(tick -> tick.outcome() != TickOutcome.MISSED).toList();
      return new Firing(f.id(), f.revision(), f.next(), ticks, f.jobs());
    }
  }

  /** Goes on where it was when it was paused. */
  static final class BackFills extends WithSchedules {
    BackFills(Backend good) {
      super(
          good,
          room ->
              new Forwarding(room) {
                @Override
                public boolean resume(String id, Optional<Instant> next, String who) {
                  return room.resume(id, room.find(id).flatMap(ScheduleRecord::next), who);
                }
              });
    }
  }

  /** A pause holds nothing back. */
  static final class FiresPaused extends WithSchedules {
    FiresPaused(Backend good) {
      super(
          good,
          room ->
              new Forwarding(room) {
                @Override
                public boolean pause(String id, String who) {
                  return room.find(id).isPresent();
                }
              });
    }
  }

  private abstract static class Forwarding implements Schedules {
    private final Schedules good;

    Forwarding(Schedules good) {
      this.good = good;
    }

    @Override
    public Instant now() {
      return good.now();
    }

    @Override
    public void put(List<Entry> entries, String who) {
      good.put(entries, who);
    }

    @Override
    public boolean pause(String id, String who) {
      return good.pause(id, who);
    }

    @Override
    public boolean resume(String id, Optional<Instant> next, String who) {
      return good.resume(id, next, who);
    }

    @Override
    public boolean remove(String id, String who) {
      return good.remove(id, who);
    }

    @Override
    public Optional<ScheduleRecord> find(String id) {
      return good.find(id);
    }

    @Override
    public List<ScheduleRecord> list(String after, int limit) {
      return good.list(after, limit);
    }

    @Override
    public List<ScheduleRecord> due(int max) {
      return good.due(max);
    }

    @Override
    public Optional<Instant> next() {
      return good.next();
    }

    @Override
    public List<Fired> fire(List<Firing> firings) {
      return good.fire(firings);
    }

    @Override
    public List<Tick> ledger(String id, int limit) {
      return good.ledger(id, limit);
    }
  }
}
