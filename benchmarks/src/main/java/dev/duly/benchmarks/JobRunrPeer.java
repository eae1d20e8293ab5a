package dev.duly.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.duly.bench.ConcurrentCallers;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.BackgroundJob;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/**
 * JobRunr, as its documentation says: bulks by {@code enqueue(Stream)}, workers as many as slots,
 * the shortest poll interval it takes, 5 s, which counts only while it has nothing to do.
 */
public final class JobRunrPeer implements Contender {
  private static final Duration POLLING = Duration.ofSeconds(5);

  /** It takes a second one while it holds the first; ten are the pool's default. */
  private static final int CONNECTIONS = 10;

  private static final Countdown COUNTDOWN = new Countdown();

  private final Workload workload;
  private final HikariDataSource database;
  private final StorageProvider storage;

  /** On SQLite. */
  static JobRunrPeer onSqlite(Path folder, Workload workload) {
    return new JobRunrPeer(Database.in(folder, CONNECTIONS), workload);
  }

  /** On PostgreSQL. */
  static JobRunrPeer onPostgres(String url, Workload workload) {
    return new JobRunrPeer(Database.on(url), workload);
  }

  private JobRunrPeer(HikariDataSource database, Workload workload) {
    this.workload = workload;
    this.database = database;
    this.storage = SqlStorageProviderFactory.using(database);
    JobRunr.configure().useStorageProvider(storage).initialize();
  }

  /** What its jobs call; public, since it finds it by name. */
  public static void noop(String payload) {
    if (payload.isEmpty()) {
      throw new IllegalArgumentException("no payload");
    }
    COUNTDOWN.one();
  }

  @Override
  public void enqueue(int jobs) {
    for (int done = 0; done < jobs; done += workload.bulk()) {
      BackgroundJob.enqueue(
          Stream.generate(Workload.PAYLOAD::text).limit(workload.bulk()), text -> noop(text));
    }
    COUNTDOWN.expect(jobs);
  }

  @Override
  public void enqueueSingly(int jobs, int threads) throws Exception {
    ConcurrentCallers.each(
        threads,
        () -> {
          for (int i = 0; i < jobs / threads; i++) {
            String text = Workload.PAYLOAD.text();
            BackgroundJob.enqueue(() -> noop(text));
          }
        });
  }

  private void start() {
    JobRunr.configure()
        .useStorageProvider(storage)
        .useBackgroundJobServer(
            BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                .andWorkerCount(workload.slots())
                .andPollInterval(POLLING))
        .initialize();
  }

  private static void stop() {
    JobRunr.getBackgroundJobServer().stop();
  }

  @Override
  public void drain(int jobs) throws Exception {
    start();
    COUNTDOWN.await();
    stop();
    requireSucceeded(jobs);
  }

  @Override
  public void sustain(int jobs) throws Exception {
    start();
    enqueue(jobs);
    COUNTDOWN.await();
    stop();
    requireSucceeded(jobs);
  }

  private void requireSucceeded(int jobs) {
    var stats = storage.getJobStats();
    if (stats.getSucceeded() != jobs) {
      throw new IllegalStateException(jobs + " jobs, and " + stats.getSucceeded() + " succeeded");
    }
  }

  @Override
  public void close() {
    storage.close();
    database.close();
  }
}
