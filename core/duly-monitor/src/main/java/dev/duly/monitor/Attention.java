package dev.duly.monitor;

import dev.duly.backend.room.Count;
import dev.duly.backend.room.ErrorGroup;
import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.Inspector;
import dev.duly.query.JobFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What needs attention, the worst first, each with the command that fixes it. */
public final class Attention {
  private static final int COUNTED_MAX = 10_000;
  private static final int GROUPS = 20;
  private static final int MESSAGE_SHOWN_MAX = 60;
  private static final Duration UNSERVED_AGE = Duration.ofSeconds(1);
  private static final Duration FILLING_AGE = Duration.ofSeconds(10);
  private static final Duration BEHIND_AGE = Duration.ofSeconds(30);
  private static final String MORE_WORKERS = "start another worker, or give it more slots";

  private final Optional<Inspector> inspector;
  private final List<HealthIssue> findings = new ArrayList<>();

  private Attention(Optional<Inspector> inspector) {
    this.inspector = inspector;
  }

  /**
   * What is wrong with the jobs of this backend, as far as can be seen; empty: nothing. Counts up
   * to 10,000 jobs.
   */
  public static List<HealthIssue> of(Picture picture, Optional<Inspector> inspector) {
    Attention attention = new Attention(inspector);
    attention.deadLetters(picture.dead());
    picture.queues().forEach(queue -> attention.queue(queue, picture));
    inspector.ifPresent(attention::types);
    return attention.findings;
  }

  private void deadLetters(long dead) {
    if (dead == 0) {
      return;
    }
    long told = 0;
    for (ErrorGroup group : inspector.map(room -> room.errors(GROUPS)).orElse(List.of())) {
      if (group.dead() > 0) {
        told += group.dead();
        add(
            group.dead() + " dead: " + cut(group.latest().message()),
            "duly dlq retry error.group:" + group.latest().fingerprint());
      }
    }
    if (told < dead) {
      add(dead - told + (told == 0 ? "" : " more") + " dead letters", "duly dlq ls");
    }
  }

  private void queue(QueueBox box, Picture picture) {
    Gauge queue = box.gauge();
    if (queue.paused() && box.waiting() > 0) {
      add(
          "queue "
              + box.name()
              + " is paused and "
              + waiting(new Count(box.waiting(), false))
              + " in it",
          "duly queue resume " + box.name());
    } else if (isDue(box) && queue.running().orElse(1) == 0 && !isServed(box, picture)) {
      add(
          "queue " + box.name() + " has due jobs and no worker",
          "start the application that serves it; if commands do: duly work -q "
              + box.name()
              + " --exec 'TYPE=COMMAND'");
    } else if (isFilling(box)) {
      add(
          String.format(
              "queue %s is filling: %+.1f jobs/s, its oldest waits for %d s",
              box.name(), box.in() - box.out(), box.oldest().orElse(Duration.ZERO).toSeconds()),
          MORE_WORKERS);
    } else if (!queue.paused() && isBehind(box)) {
      add(
          String.format(
              "queue %s is behind: %,d jobs wait, its oldest for %d s",
              box.name(), box.waiting(), box.oldest().orElse(Duration.ZERO).toSeconds()),
          MORE_WORKERS);
    }
  }

  private static boolean isBehind(QueueBox box) {
    return box.oldest().filter(age -> age.compareTo(BEHIND_AGE) > 0).isPresent();
  }

  private static boolean isDue(QueueBox box) {
    return box.oldest().filter(age -> age.compareTo(UNSERVED_AGE) > 0).isPresent();
  }

  private static boolean isServed(QueueBox box, Picture picture) {
    return picture.workers().stream().anyMatch(w -> w.byQueue().containsKey(box.name()));
  }

  private static boolean isFilling(QueueBox box) {
    Optional<Duration> old = box.oldest().filter(age -> age.compareTo(FILLING_AGE) > 0);
    return old.isPresent() && box.in() > box.out();
  }

  private void types(Inspector inspector) {
    for (String type : inspector.pausedTypes()) {
      add(
          "type "
              + type
              + " is paused and "
              + waiting(count(inspector, "state:waiting type:" + type))
              + " of it",
          "duly type resume " + type);
    }
    parked(inspector, "unknown_type", "whose type no worker handles");
    parked(inspector, "unreadable_payload", "whose payload no worker can read");
  }

  private void parked(Inspector inspector, String reason, String what) {
    String query = "state:parked reason:" + reason;
    Count parked = count(inspector, query);
    if (parked.jobs() > 0) {
      add(jobs(parked) + " " + what, "duly job ls '" + query + "'");
    }
  }

  private static Count count(Inspector inspector, String query) {
    return inspector.count(JobFilter.parse(query), COUNTED_MAX);
  }

  private static String jobs(Count count) {
    return count.jobs() == 1 ? "1 job" : count + " jobs";
  }

  private static String waiting(Count count) {
    return jobs(count) + (count.jobs() == 1 ? " waits" : " wait");
  }

  private void add(String text, String remedy) {
    findings.add(HealthIssue.warning(text, remedy));
  }

  private static String cut(String message) {
    String line = Visible.of(message.lines().findFirst().orElse(""));
    return line.length() <= MESSAGE_SHOWN_MAX ? line : line.substring(0, MESSAGE_SHOWN_MAX) + "…";
  }
}
