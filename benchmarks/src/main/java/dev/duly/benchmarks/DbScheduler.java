package dev.duly.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import dev.duly.bench.ConcurrentCallers;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * db-scheduler, as its README says: batches of {@code scheduleBatch}, an index for due executions,
 * and its data as bytes.
 */
final class DbScheduler implements Contender {
  private static final Duration POLLING = Duration.ofMillis(100);

  private final Workload workload;
  private final HikariDataSource database;
  private final JdbcCustomization dialect;
  private final Countdown countdown = new Countdown();
  private final AtomicLong ids = new AtomicLong();
  private final OneTimeTask<byte[]> noop =
      Tasks.oneTime("noop", byte[].class).execute((instance, context) -> countdown.one());
  private final SchedulerClient client;

  /** Bytes as they are. */
  private static final class Bytes implements Serializer {
    @Override
    public byte[] serialize(Object data) {
      return (byte[]) data;
    }

    @Override
    public <T> T deserialize(Class<T> type, byte[] data) {
      return type.cast(data);
    }
  }

  /** As its later versions have it for SQLite. */
  private static final class Sqlite extends DefaultJdbcCustomization {
    Sqlite() {
      super(true);
    }

    @Override
    public String getQueryLimitPart(int limit) {
      return " limit " + limit;
    }
  }

  /** On SQLite; it has no row locks, which leaves the polling strategy fetch. */
  static DbScheduler onSqlite(Path folder, Workload workload) throws SQLException {
    return new DbScheduler(Database.in(folder, 1), new Sqlite(), workload);
  }

  /** On PostgreSQL, with the polling strategy lock-and-fetch. */
  static DbScheduler onPostgres(String url, Workload workload) throws SQLException {
    return new DbScheduler(
        Database.on(url), new PostgreSqlJdbcCustomization(false, true), workload);
  }

  private DbScheduler(HikariDataSource database, JdbcCustomization dialect, Workload workload)
      throws SQLException {
    this.workload = workload;
    this.database = database;
    this.dialect = dialect;
    boolean postgres = dialect instanceof PostgreSqlJdbcCustomization;
    try (Connection db = database.getConnection();
        Statement create = db.createStatement()) {
      String table =
          "create table scheduled_tasks (task_name text not null, task_instance text not null, task_data blob,"
              + " execution_time timestamp, picked boolean, picked_by text, last_success timestamp,"
              + " last_failure timestamp, consecutive_failures integer, last_heartbeat timestamp,"
              + " version integer, priority integer, primary key (task_name, task_instance))";
      create.execute(
          postgres
              ? table
                  .replace("blob", "bytea")
                  .replace(" timestamp,", " timestamp with time zone,")
                  .replace("version integer", "version bigint")
                  .replace("priority integer", "priority smallint")
              : table);
      create.execute("create index due on scheduled_tasks (execution_time)");
      create.execute("create index heartbeat on scheduled_tasks (last_heartbeat)");
    }
    this.client =
        SchedulerClient.Builder.create(database, noop)
            .serializer(new Bytes())
            .jdbcCustomization(dialect)
            .build();
  }

  @Override
  public void enqueue(int jobs) {
    for (int done = 0; done < jobs; done += workload.bulk()) {
      List<TaskInstance<?>> bulk = new ArrayList<>();
      for (int i = 0; i < workload.bulk(); i++) {
        bulk.add(next());
      }
      client.scheduleBatch(bulk, Instant.now());
    }
    countdown.expect(jobs);
  }

  private TaskInstance<byte[]> next() {
    return noop.instance(Long.toString(ids.incrementAndGet()), Workload.PAYLOAD.bytes());
  }

  @Override
  public void enqueueSingly(int jobs, int threads) throws Exception {
    ConcurrentCallers.each(
        threads,
        () -> {
          for (int i = 0; i < jobs / threads; i++) {
            client.scheduleIfNotExists(next(), Instant.now());
          }
        });
  }

  private Scheduler start() {
    SchedulerBuilder builder =
        Scheduler.create(database, noop)
            .serializer(new Bytes())
            .jdbcCustomization(dialect)
            .threads(workload.slots())
            .pollingInterval(POLLING);
    if (dialect instanceof PostgreSqlJdbcCustomization) {
      builder.pollUsingLockAndFetch(0.5, 4.0); // as its performance page has it
    }
    Scheduler scheduler = builder.build();
    scheduler.start();
    return scheduler;
  }

  @Override
  public void drain(int jobs) throws Exception {
    Scheduler scheduler = start();
    countdown.await();
    scheduler.stop();
    requireEmpty();
  }

  @Override
  public void sustain(int jobs) throws Exception {
    Scheduler scheduler = start();
    enqueue(jobs);
    countdown.await();
    scheduler.stop();
    requireEmpty();
  }

  /** An execution that is done is deleted. */
  private void requireEmpty() throws SQLException {
    try (Connection db = database.getConnection();
        Statement select = db.createStatement();
        var left = select.executeQuery("select count(*) from scheduled_tasks")) {
      left.next();
      if (left.getInt(1) > 0) {
        throw new IllegalStateException(left.getInt(1) + " jobs are left");
      }
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
