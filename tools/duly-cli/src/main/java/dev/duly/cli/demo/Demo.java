package dev.duly.cli.demo;

import dev.duly.backend.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the shop for a while, or until it is stopped, and tells how it went. */
public final class Demo {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration LOOK_WITHOUT_TERMINAL = Duration.ofSeconds(5);

  private final DemoFolder folder;
  private final String url;

  /**
   * How it went: all of the store's jobs, whenever they came, but for the retries, which are this
   * run's; of a broker all that is counted is this run's.
   */
  public record Counts(
      long enqueued, long completed, long retried, long dead, long waiting, long running) {
    /** In the order of the record. */
    public Map<String, Object> map() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("enqueued", enqueued);
      map.put("completed", completed);
      map.put("retried", retried);
      map.put("dead", dead);
      map.put("waiting", waiting);
      map.put("running", running);
      return map;
    }
  }

  /**
   * A demo that keeps its files in this folder.
   *
   * @param url as people would write it to look at its jobs
   */
  public Demo(Path folder, String url) {
    this.folder = new DemoFolder(folder);
    this.url = url;
  }

  /** Deletes what earlier runs made; their jobs lie elsewhere. */
  public void reset() {
    folder.delete();
  }

  /** Makes what the jobs read, unless it is there. */
  public void prepare() throws IOException {
    boolean first = !Files.exists(folder.root());
    folder.create();
    SampleData.make(folder);
    if (first) {
      Files.createFile(folder.mailServerDown());
    }
  }

  /**
   * Runs the shop.
   *
   * @param length how long
   * @param show whether to draw the live view
   * @param terminal whether the view may redraw in place
   */
  public Counts run(Backend backend, Duration length, boolean show, boolean terminal)
      throws InterruptedException {
    try (DemoShop shop = new DemoShop(backend, folder)) {
      DemoView view = new DemoView(shop.backend(), folder, url, terminal);
      Thread hook = new Thread(() -> stop(shop), "duly-demo-stop");
      Runtime.getRuntime().addShutdownHook(hook);
      long end = System.nanoTime() + length.toNanos();
      Duration look = terminal ? LOOK : LOOK_WITHOUT_TERMINAL;
      for (long left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
        if (show) {
          view.show(List.of());
        }
        Thread.sleep(Math.max(1, Math.min(look.toMillis(), left / 1_000_000)));
      }
      stop(shop);
      Runtime.getRuntime().removeShutdownHook(hook);
      return shop.counts();
    }
  }

  private static void stop(DemoShop shop) {
    try {
      shop.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
