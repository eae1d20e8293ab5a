package dev.duly.monitor;

import dev.duly.backend.Backend;
import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.Gauges;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.RunCounts;
import dev.duly.backend.room.WorkerReport;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at a backend again and again, some four cheap questions each time, and remembers what rates
 * need. Not thread-safe.
 */
public final class Watch {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LATELY = Duration.ofSeconds(15);
  private static final int JOBS_LOOKED_AT = 200;
  private static final int DEPTHS = 8;
  private static final long ATTENTION_NANOS = 3_000_000_000L;
  private static final int ATTENTION_SHARE = 20;

  private final Backend backend;
  private final Optional<Inspector> inspector;
  private final Gauges gauges;
  private final Map<String, Past> pasts = new HashMap<>();
  private List<HealthIssue> attention = List.of();
  private long deadBefore;
  private long attentionDoneNanos = System.nanoTime();
  private long attentionAgainNanos = System.nanoTime();

  /** What is remembered of a queue. */
  private static final class Past {
    final Rate in = new Rate();
    final Rate out = new Rate();
    private final Deque<Long> depths = new ArrayDeque<>();

    List<Long> depthsWith(long now) {
      depths.addLast(now);
      if (depths.size() > DEPTHS) {
        depths.removeFirst();
      }
      return List.copyOf(depths);
    }
  }

  /**
   * Watches this.
   *
   * @throws IllegalArgumentException if the backend has no gauges
   */
  public Watch(Backend backend) {
    this.backend = backend;
    this.inspector = backend.rooms().inspector();
    this.gauges =
        backend
            .rooms()
            .gauges()
            .orElseThrow(
                () -> new IllegalArgumentException("this backend does not say what waits in it"));
  }

  /** How it is now; rates are known from the second look on. */
  public Picture look() {
    Instant now = Instant.now();
    long nanos = System.nanoTime();
    List<WorkerReport> reports =
        backend.rooms().statistics().map(room -> room.since(now.minus(MINUTE))).orElse(List.of());
    Summary byQueue = Summary.of(reports, Summary.By.queue, now);
    List<QueueBox> queues = new ArrayList<>();
    if (inspector.isPresent()) {
      for (QueueRecord queue : inspector.get().queues()) {
        queues.add(box(queue, byQueue, now, nanos));
      }
    } else {
      gauges.queues().forEach(gauge -> queues.add(box(gauge, byQueue)));
    }
    List<WorkerBox> workers = WorkerGroups.of(reports, running(), now);
    Picture picture = new Picture(now, queues, flows(queues, now), workers, attention);
    boolean news = picture.dead() != deadBefore && nanos - attentionDoneNanos > 0;
    return news || nanos - attentionAgainNanos >= 0 ? looked(picture, nanos) : picture;
  }

  /** The last look of few: what needs attention is asked now, whatever it costs. */
  public Picture lookOnce() {
    attentionAgainNanos = System.nanoTime();
    return look();
  }

  private QueueBox box(QueueRecord queue, Summary byQueue, Instant now, long nanos) {
    Past past = pasts.computeIfAbsent(queue.queue(), name -> new Past());
    return new QueueBox(
        Gauge.of(queue, now),
        Optional.of(queue),
        past.in.at(queue.total(), nanos),
        past.out.at(queue.completed(), nanos),
        past.depthsWith(queue.waiting()),
        byQueue.byKey().getOrDefault(queue.queue(), RunCounts.NOTHING));
  }

  /** Of a backend that does not count what has gone through a queue. */
  private QueueBox box(Gauge gauge, Summary byQueue) {
    Past past = pasts.computeIfAbsent(gauge.queue(), name -> new Past());
    return new QueueBox(
        gauge,
        Optional.empty(),
        Double.NaN,
        Double.NaN,
        past.depthsWith(gauge.waiting().orElse(0)),
        byQueue.byKey().getOrDefault(gauge.queue(), RunCounts.NOTHING));
  }

  private List<JobRecord> running() {
    return list(JobQuery.in(JobState.RUNNING, JOBS_LOOKED_AT));
  }

  private List<JobRecord> list(JobQuery query) {
    return inspector.map(room -> room.list(query.payloadBytesMax(0)).jobs()).orElse(List.of());
  }

  /** A queue's rate, shared out among its producers as the newest jobs are. */
  private List<Flow> flows(List<QueueBox> queues, Instant now) {
    Map<String, Map<String, Integer>> newest = new HashMap<>();
    for (JobRecord job : list(JobQuery.all(JOBS_LOOKED_AT))) {
      if (job.job().createdAt().isAfter(now.minus(LATELY))) {
        newest
            .computeIfAbsent(job.job().queue(), queue -> new HashMap<>())
            .merge(job.job().labels().producer().orElse(""), 1, Integer::sum);
      }
    }
    List<Flow> flows = new ArrayList<>();
    for (QueueBox queue : queues) {
      Map<String, Integer> producers = newest.getOrDefault(queue.name(), Map.of());
      double all = producers.values().stream().mapToInt(Integer::intValue).sum();
      producers.forEach(
          (producer, jobs) -> flows.add(new Flow(producer, queue.name(), queue.in() * jobs / all)));
    }
    flows.sort((one, other) -> Double.compare(other.perSecond(), one.perSecond()));
    return flows;
  }

  /**
   * Some of its questions are dear where there is much: they take a twentieth of the time. Within
   * that they are asked at once when there are other dead letters, so that both counts are one.
   */
  private Picture looked(Picture picture, long nanos) {
    List<HealthIssue> all = new ArrayList<>(Attention.of(picture, inspector));
    all.addAll(ScheduleHealth.findings(backend.rooms()));
    attention = List.copyOf(all);
    long took = System.nanoTime() - nanos;
    deadBefore = picture.dead();
    attentionDoneNanos = nanos + ATTENTION_SHARE * took;
    attentionAgainNanos = nanos + Math.max(ATTENTION_NANOS, ATTENTION_SHARE * took);
    return new Picture(
        picture.at(), picture.queues(), picture.flows(), picture.workers(), attention);
  }
}
