package dev.duly.postgres;

import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Feature;
import dev.duly.backend.Fencing;
import dev.duly.backend.Lease;
import dev.duly.backend.Rooms;
import dev.duly.backend.Session;
import dev.duly.backend.Token;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.EndWatch;
import dev.duly.backend.room.Retention;
import dev.duly.backend.support.Dependency;
import dev.duly.backend.support.GroupCommit;
import dev.duly.backend.support.Listeners;
import dev.duly.backend.support.LongPoll;
import dev.duly.backend.support.LookedForEnds;
import dev.duly.backend.support.Signal;
import dev.duly.backend.support.StoreResults;
import dev.duly.backend.support.StoreRetention;
import dev.duly.backend.support.StoreRooms;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Jobs in a PostgreSQL database, for any number of machines. Thread-safe.
 *
 * <p>A job is as durable as the database makes a commit: with {@code synchronous_commit = on}, the
 * default, it survives the kill of every process, the server's included, and a power cut.
 */
public final class PostgresBackend implements Backend {
  static final Capabilities CAPABILITIES =
      Capabilities.builder(
              Fencing.STRICT,
              new Lease.Timed(Duration.ofMillis(100), Duration.ofDays(1), Optional.empty()))
          .claimMax(ClaimRequest.JOBS_MAX)
          .offers(
              Feature.ACROSS_QUEUES,
              Feature.KNOWN_IDS,
              Feature.ATOMIC_THEN,
              Feature.FENCE,
              Feature.UNIQUE_KEYS)
          .build();

  private static final System.Logger LOG = System.getLogger(PostgresBackend.class.getName());

  private final Store store;
  private final EnqueueStatements enqueueing;
  private final GroupCommit groupCommit = new GroupCommit(this::store, 1);
  private final Signal signal = new Signal();
  private final Signal ends = new Signal();
  private final Notifier notifier;
  private final NotificationListener listener;
  private final Maintenance maintenance;
  private final PostgresInspector inspector;
  private final PostgresOperator operator;
  private final boolean isNew;
  private final Listeners listeners = new Listeners();
  private final Runnable atEnd;

  /**
   * On the application's own connections, which stay its own; one is kept for listening. Brings the
   * schema up to date. A new one keeps jobs that completed or were cancelled for 7 days.
   *
   * @throws dev.duly.backend.BackendException if the database cannot be reached or is not fit; the
   *     message says what to do
   */
  public static PostgresBackend on(DataSource source) {
    return on(source, Optional.empty());
  }

  /** The same, and sets for how long the database keeps jobs that are over. */
  public static PostgresBackend on(DataSource source, Retention retention) {
    return on(source, Optional.of(retention));
  }

  private static PostgresBackend on(DataSource source, Optional<Retention> retention) {
    return open(source::getConnection, "the application's database", retention, () -> {});
  }

  /**
   * On a pool of at most ten connections of its own.
   *
   * @param url {@code postgresql://user:password@host:port/database?setting=value}; what is left
   *     out comes from where PostgreSQL's own tools take it, the password from {@code PGPASSWORD}
   *     or {@code ~/.pgpass}
   * @throws IllegalArgumentException if it has another form
   * @throws dev.duly.backend.BackendException if the database cannot be reached or is not fit; the
   *     message says what to do
   */
  public static PostgresBackend url(String url) {
    return url(url, Optional.empty());
  }

  /** The same, and sets for how long the database keeps jobs that are over. */
  public static PostgresBackend url(String url, Retention retention) {
    return url(url, Optional.of(retention));
  }

  private static PostgresBackend url(String url, Optional<Retention> retention) {
    PostgresUrl parsed = PostgresUrl.parse(url, System.getenv());
    Dependency.require(
        PostgresBackend.class, "org.postgresql.Driver", "org.postgresql:postgresql", "");
    Dependency.require(
        PostgresBackend.class,
        "com.zaxxer.hikari.HikariDataSource",
        "com.zaxxer:HikariCP",
        "pass a pool of the application's: PostgresBackend.on(dataSource)");
    Pool pool = Pool.of(parsed);
    try {
      return open(pool::connect, parsed.toString(), retention, pool::close);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static PostgresBackend open(
      Store.Connections connections, String name, Optional<Retention> retention, Runnable atEnd) {
    Store store = new Store(connections, name, new Statements(), () -> null);
    PostgresBackend backend = new PostgresBackend(store, retention, atEnd);
    if (backend.isNew && retention.isEmpty()) {
      LOG.log(System.Logger.Level.INFO, StoreRetention.news("postgres: " + name));
    }
    return backend;
  }

  PostgresBackend(Store store, Optional<Retention> retention, Runnable atEnd) {
    this.store = store;
    this.atEnd = atEnd;
    this.enqueueing = new EnqueueStatements(store);
    this.isNew = new Migrations(store).run();
    String sender = UUID.randomUUID().toString();
    this.notifier = new Notifier(store, sender);
    this.listener =
        new NotificationListener(
            store,
            sender,
            new NotificationListener.Told(signal::raise, listeners::tell, ends::raise));
    this.maintenance = new Maintenance(store);
    maintenance.start();
    this.inspector = new PostgresInspector(store, listener);
    PostgresOperator.Told told =
        new PostgresOperator.Told(this::arrived, listeners::tell, Notifier.STOP + sender);
    this.operator = new PostgresOperator(store, enqueueing, told);
    try {
      StoreRetention.set(inspector, operator, retention);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public List<Enqueued> enqueue(List<EncodedJob> jobs) {
    CAPABILITIES.requireAcceptable(jobs);
    if (jobs.isEmpty()) {
      return List.of();
    }
    return groupCommit.enqueue(jobs);
  }

  private List<Enqueued> store(List<EncodedJob> jobs) {
    EnqueueRows bulk = enqueueing.lay(jobs);
    String verb = "enqueue of " + jobs.size() + " jobs";
    Store.Work<List<Enqueued>> work = db -> enqueueing.enqueue(db, jobs, bulk);
    List<Enqueued> answers =
        EnqueueStatements.mayReplace(jobs)
            ? store.transactionAgain(verb, work)
            : store.callAgain(verb, work);
    arrived();
    return answers;
  }

  private void arrived() {
    signal.raise();
    notifier.announce();
  }

  private void ended() {
    ends.raise();
    notifier.announceEnd();
  }

  private StoreResults results() {
    return new StoreResults(
        this::watch, job -> store.callAgain("log", db -> NoteStatements.log(db, job)));
  }

  private EndWatch watch() {
    listener.listen();
    return new LookedForEnds(inspector, LongPoll.on(ends));
  }

  @Override
  public Session open(WorkerInfo info, Runnable onChange) {
    return new PostgresSession(
        new PostgresSession.Parts(store, enqueueing, listener, signal, this::ended),
        info,
        listeners.add(onChange));
  }

  @Override
  public Token token(String text) {
    return PostgresToken.of(text);
  }

  @Override
  public Rooms rooms() {
    return new StoreRooms(inspector, operator, new PostgresStatistics(store), results())
        .with(new PostgresTransactions(store, enqueueing))
        .with(new PostgresSchedules(store, enqueueing, this::arrived));
  }

  @Override
  public void close() {
    maintenance.close();
    listener.close();
    notifier.close();
    signal.raise();
    atEnd.run();
  }
}
