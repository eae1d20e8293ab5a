package dev.duly.lab.crash;

import dev.duly.backend.Backend;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.JobView;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.lab.history.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How each job stands when everything is over. A store says so itself. A broker shows its dead
 * letters: another job is completed if its handler has come to its end and the broker has nothing
 * left to do.
 */
final class Endings {
  private final Backend backend;
  private final List<Event> events;
  private final List<Event> endings = new ArrayList<>();
  private final Set<String> missing = new TreeSet<>(); // that were enqueued, perhaps

  private Endings(Backend backend, List<Event> events) {
    this.backend = backend;
    this.events = events;
    ids(Event.What.INTEND).forEach(missing::add);
  }

  static List<Event> of(Backend backend, List<Event> events) {
    Endings all = new Endings(backend, events);
    Optional<Inspector> inspector = backend.rooms().inspector();
    if (inspector.isPresent()) {
      all.ofStore(inspector.get());
    } else {
      all.ofBroker(backend.rooms().deadLetters().orElseThrow());
    }
    return all.endings;
  }

  private List<String> ids(Event.What what) {
    return events.stream().filter(e -> e.what() == what).map(Event::id).distinct().toList();
  }

  private void ofStore(Inspector inspector) {
    list(inspector);
    for (String id : missing) { // a list may leave out what a look-up finds
      inspector.find(new JobRef("default", new JobId(id))).ifPresent(this::add);
    }
  }

  private void ofBroker(DeadLetters letters) {
    list(letters);
    if (isDrained(backend)) {
      for (String id : ids(Event.What.DONE)) {
        if (missing.contains(id)) {
          endings.add(new Event(System.nanoTime(), "-", Event.What.FINAL, id, "completed/-/-"));
        }
      }
    }
  }

  /** Whether nothing is left to do, not even later. */
  static boolean isDrained(Backend backend) {
    return backend.rooms().gauges().orElseThrow().queues().stream().allMatch(Gauge::isDrained);
  }

  private void list(JobView view) {
    Optional<JobQuery> query = Optional.of(JobQuery.all(JobQuery.LIMIT_MAX));
    while (query.isPresent()) {
      JobPage page = view.list(query.get());
      for (JobRecord job : page.jobs()) {
        missing.remove(job.job().id().value());
        add(job);
      }
      query = page.next().map(query.get()::after);
    }
  }

  private void add(JobRecord r) {
    String detail = r.state().text() + "/" + r.job().attempts() + "/" + r.deadReason().orElse("-");
    endings.add(new Event(System.nanoTime(), "-", Event.What.FINAL, r.job().id().value(), detail));
  }
}
