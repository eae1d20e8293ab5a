package dev.duly.cli.demo;

import dev.duly.Attempt;
import dev.duly.Duly;
import dev.duly.Handler;
import dev.duly.JobHandle;
import dev.duly.JobName;
import dev.duly.NewJob;
import dev.duly.backend.Feature;
import dev.duly.job.OnConflict;
import dev.duly.job.Until;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Stream;

/** Writes what the shop's search says of a product. */
final class SearchIndex implements Handler<SearchIndex.Reindex> {
  static final String QUEUE = "search";

  private static final Duration QUIET = Duration.ofSeconds(1);

  private final DemoFolder folder;

  @JobName("search.reindex")
  record Reindex(String product, int edit) {}

  SearchIndex(DemoFolder folder) {
    this.folder = folder;
  }

  /**
   * Each change of a product asks for it; it runs once, a second after the last of them, where keys
   * are unique.
   */
  static JobHandle<?> changed(Duly jobs, String product, int edit, String producer) {
    NewJob<Reindex, Void> job =
        NewJob.of(new Reindex(product, edit)).queue(QUEUE).delay(QUIET).producer(producer);
    boolean isUnique = jobs.backend().capabilities().offers(Feature.UNIQUE_KEYS);
    return jobs.enqueue(
        isUnique
            ? job.unique("reindex:" + product, Until.started()).onConflict(OnConflict.REPLACE)
            : job);
  }

  @Override
  public void handle(Reindex job, Attempt attempt) throws IOException {
    String product = "," + job.product() + ",";
    try (Stream<String> orders = Files.lines(folder.orders())) {
      long sold = orders.filter(order -> order.contains(product)).count();
      DemoFolder.write(
          folder.search().resolve(job.product() + ".txt"),
          ("edit " + job.edit() + ", sold " + sold + " times\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
