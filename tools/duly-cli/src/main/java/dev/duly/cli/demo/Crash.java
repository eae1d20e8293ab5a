package dev.duly.cli.demo;

import dev.duly.Duly;
import dev.duly.backend.Backend;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.QueueRecord;
import dev.duly.job.JobId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;

/**
 * The shop with its workers in processes of their own, of which one is killed with SIGKILL again
 * and again. Afterwards each job that was acknowledged is looked for.
 */
public final class Crash {
  private static final int PROCESSES = 3;
  private static final Duration KILL_EVERY = Duration.ofMillis(2_500);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(60);
  private static final int EVENTS_SHOWN = 4;

  private final DemoFolder folder;
  private final String url;
  private final Path startsFile;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final List<ShopProcess> processes = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private int started;
  private long kills;

  /**
   * A show of crashes.
   *
   * @param url of the store, as the worker processes are to open it
   */
  public Crash(Path folder, String url) {
    this.folder = new DemoFolder(folder);
    this.url = url;
    this.startsFile = folder.resolve("starts-" + ProcessHandle.current().pid() + ".log");
  }

  /** The name of the hidden option with which the workers' processes are started. */
  public static final String WORKERS = "--workers";

  /**
   * What the workers' processes do: work until standard input ends.
   *
   * @param which the option's value: the file of starts, a colon and the suffix of their names
   */
  public static void work(Backend backend, String which) throws IOException {
    int colon = which.lastIndexOf(':');
    Path startsFile = Path.of(which.substring(0, colon));
    DemoFolder folder = new DemoFolder(startsFile.resolveSibling(""));
    try (Duly jobs = DemoShop.duly(backend)) {
      String suffix = which.substring(colon + 1);
      ShopWorkers workers = new ShopWorkers(jobs, folder, suffix, new Starts(startsFile));
      while (System.in.read() >= 0) {
        // nothing is said: the end is all that counts
      }
      workers.stop();
    }
  }

  /** Lets the shop run for so long, then looks for every job. */
  public Scorecard run(Backend backend, Duration length, boolean show, boolean terminal)
      throws IOException, InterruptedException {
    folder.create();
    SampleData.make(folder);
    Starts starts = new Starts(startsFile);
    Queue<JobId> enqueued = new ConcurrentLinkedQueue<>();
    try (Duly jobs = DemoShop.duly(backend)) {
      DemoView view = new DemoView(backend, folder, url, terminal);
      Producers producers = new Producers(jobs, enqueued::add);
      try {
        start(PROCESSES);
        producers.start();
        killUntil(System.nanoTime() + length.toNanos(), view, show);
        producers.stop();
        Inspector inspector = backend.rooms().inspector().orElseThrow();
        drain(inspector, view, show);
        return Scorecard.of(enqueued, kills, starts.byJob(), inspector);
      } finally {
        producers.stop();
        for (ShopProcess process : processes) {
          process.finish();
        }
      }
    }
  }

  private void start(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      started++;
      processes.add(
          new ShopProcess(
              List.of(
                  "demo", WORKERS, startsFile.toAbsolutePath() + ":-" + started, "--url", url)));
    }
  }

  private void killUntil(long endNanos, DemoView view, boolean show)
      throws IOException, InterruptedException {
    long nextKill = System.nanoTime() + KILL_EVERY.toNanos();
    while (System.nanoTime() < endNanos) {
      if (System.nanoTime() > nextKill) {
        ShopProcess victim = processes.remove(random.nextInt(processes.size()));
        victim.kill();
        kills++;
        start(1);
        event("kill -9 " + victim.pid() + ", and another worker process takes its place", show);
        nextKill += KILL_EVERY.toNanos();
      }
      look(view, show);
    }
  }

  private void drain(Inspector inspector, DemoView view, boolean show) throws InterruptedException {
    event("the producers stop; what is left is done", show);
    long endNanos = System.nanoTime() + DRAIN_MAX.toNanos();
    while (!inspector.queues().stream().allMatch(QueueRecord::isDrained)
        && System.nanoTime() < endNanos) {
      look(view, show);
    }
  }

  private void event(String text, boolean show) {
    if (!show) {
      System.err.println(text);
    }
    events.add(text);
    if (events.size() > EVENTS_SHOWN) {
      events.remove(0);
    }
  }

  private void look(DemoView view, boolean show) throws InterruptedException {
    if (show) {
      view.show(events);
    }
    Thread.sleep(LOOK.toMillis());
  }
}
