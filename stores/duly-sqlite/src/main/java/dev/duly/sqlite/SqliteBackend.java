package dev.duly.sqlite;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Feature;
import dev.duly.backend.Fencing;
import dev.duly.backend.Lease;
import dev.duly.backend.Rooms;
import dev.duly.backend.Session;
import dev.duly.backend.Token;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Retention;
import dev.duly.backend.support.Dependency;
import dev.duly.backend.support.Listeners;
import dev.duly.backend.support.LookedForEnds;
import dev.duly.backend.support.Signal;
import dev.duly.backend.support.StoreResults;
import dev.duly.backend.support.StoreRetention;
import dev.duly.backend.support.StoreRooms;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The embedded default: jobs in one SQLite file, for one machine and any number of its processes.
 * Thread-safe.
 *
 * <p>A job survives the kill of every process, and a power cut as far as the disk keeps what it has
 * synced: each commit is synced before its caller returns. Beside the file lie SQLite's {@code
 * -wal} and {@code -shm}, and {@code -turn}, by which processes take turns. The file must be on a
 * local disk; a network file system has no locks to rely on.
 */
public final class SqliteBackend implements Backend {
  static final Capabilities CAPABILITIES =
      Capabilities.builder(
              Fencing.STRICT,
              new Lease.Timed(Duration.ofMillis(100), Duration.ofDays(1), Optional.empty()))
          .claimMax(ClaimRuns.MAX)
          .offers(Feature.values())
          .build();

  private static final System.Logger LOG = System.getLogger(SqliteBackend.class.getName());
  private static final Pattern URL =
      Pattern.compile("[a-z][a-z0-9+.-]+:(?:sqlite:)?(?:file:)?(.*)");

  private final Signal signal = new Signal();
  private final Listeners listeners = new Listeners();
  private final Writer writer;
  private final CommitWatcher commits;
  private final SqliteInspector inspector;
  private final SqliteOperator operator;
  private final Pruner pruner;
  private final boolean isNew;
  private final SqliteTransactions transactions;
  private final SqliteSchedules schedules;
  private final SqliteLimits limits;

  /**
   * Opens the file; creates it, but not its folder, if it is not there. A new file keeps jobs that
   * completed or were cancelled for 7 days.
   *
   * @throws IllegalArgumentException if it is a URL, or names no file
   */
  public static SqliteBackend file(String path) {
    return file(pathOf(path));
  }

  /** The same, and sets for how long the file keeps jobs that are over. */
  public static SqliteBackend file(String path, Retention retention) {
    return file(pathOf(path), retention);
  }

  private static Path pathOf(String path) {
    Matcher url = URL.matcher(path);
    if (url.matches()) {
      throw new IllegalArgumentException(
          "\""
              + path
              + "\" is a URL, not the name of a file: write "
              + (path.contains("sqlite:")
                  ? "file(\"" + url.group(1) + "\")"
                  : "PostgresBackend.url(..) or RedisBackend.url(..) for a server"));
    }
    return Path.of(path);
  }

  /**
   * Opens the file; creates it, but not its folder, if it is not there. A new file keeps jobs that
   * completed or were cancelled for 7 days.
   *
   * @throws BackendException if it is not a database, another program's, or of a newer version of
   *     Duly
   */
  public static SqliteBackend file(Path path) {
    return open(path, Optional.empty());
  }

  /** The same, and sets for how long the file keeps jobs that are over. */
  public static SqliteBackend file(Path path, Retention retention) {
    return open(path, Optional.of(retention));
  }

  private static SqliteBackend open(Path path, Optional<Retention> retention) {
    if (path.endsWith(":memory:")) {
      throw new IllegalArgumentException(
          "jobs in memory would go with the process: name a file, or in a test use InMemoryBackend"
              + " of duly-testing");
    }
    Dependency.require(SqliteBackend.class, "org.sqlite.JDBC", "org.xerial:sqlite-jdbc", "");
    SqliteBackend backend =
        new SqliteBackend(new SqliteFile(path), SqliteClock.system(), retention);
    if (backend.isNew && retention.isEmpty()) {
      LOG.log(System.Logger.Level.INFO, StoreRetention.news("sqlite: " + path));
    }
    return backend;
  }

  SqliteBackend(SqliteFile file, SqliteClock clock) {
    this(file, clock, Optional.empty());
  }

  private SqliteBackend(SqliteFile file, SqliteClock clock, Optional<Retention> retention) {
    isNew = file.prepare();
    try {
      CallersTransaction open = new CallersTransaction();
      transactions = new SqliteTransactions(file, clock, open);
      commits = new CommitWatcher(file, signal, listeners::tell);
      writer = new Writer(new WriterConnection(file, clock, commits), signal, open);
      inspector = new SqliteInspector(file, clock);
      pruner = new Pruner(inspector, writer, clock);
    } catch (SQLException e) {
      throw file.trouble("open", e);
    } catch (IOException e) {
      throw new BackendException("sqlite: the lock file beside " + file.path() + " failed", e);
    }
    writer.start();
    operator = new SqliteOperator(writer, listeners::tell);
    schedules = new SqliteSchedules(writer, inspector, clock);
    limits = new SqliteLimits(writer, inspector, clock);
    try {
      StoreRetention.set(inspector, operator, retention);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    pruner.start();
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public List<Enqueued> enqueue(List<EncodedJob> jobs) {
    CAPABILITIES.requireAcceptable(jobs);
    return jobs.isEmpty()
        ? List.of()
        : writer.call(
            "enqueue of " + jobs.size() + " jobs", tx -> EnqueueStatements.enqueue(tx, jobs));
  }

  @Override
  public Session open(WorkerInfo info, Runnable onChange) {
    return new SqliteSession(writer, commits, info, listeners.add(onChange));
  }

  @Override
  public Token token(String text) {
    return SqliteToken.of(text);
  }

  @Override
  public Rooms rooms() {
    return new StoreRooms(
            inspector,
            operator,
            new SqliteStatistics(writer, inspector),
            new StoreResults(
                () -> new LookedForEnds(inspector, commits.longPoll()),
                job -> inspector.read("log", db -> NoteStatements.log(db, job))))
        .with(transactions)
        .with(schedules)
        .with(limits);
  }

  /** At once, what else is deleted within minutes, or half a day. */
  void prune(boolean whole) {
    pruner.prune(whole);
  }

  @Override
  public void close() {
    pruner.close();
    writer.close();
    commits.close();
    inspector.close();
  }
}
