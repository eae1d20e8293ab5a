package dev.duly.redis;

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
import dev.duly.redis.Server.Persistence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Jobs in Redis 6.2 or newer, or Valkey. Thread-safe.
 *
 * <p>A queue is the unit: a bulk is stored whole in each of its queues, and an id is unique within
 * one. A job is as durable as the server makes a write: see its {@code appendonly} and {@code
 * appendfsync}.
 */
public final class RedisBackend implements Backend {
  static final Capabilities CAPABILITIES =
      Capabilities.builder(
              Fencing.STRICT,
              new Lease.Timed(Duration.ofMillis(100), Duration.ofDays(1), Optional.empty()))
          .claimMax(ClaimCommand.JOBS_MAX)
          .offers(Feature.KNOWN_IDS, Feature.ATOMIC_THEN, Feature.FENCE, Feature.UNIQUE_KEYS)
          .build();

  // With 8 and 32 callers three scripts on their way at once stored a fifth more than one did; but
  // where each write is synced, callers share one sync best (decision 0009).
  static final int STORING_AT_ONCE = 3;

  private static final System.Logger LOG = System.getLogger(RedisBackend.class.getName());

  private final Redis redis;
  private final Queues queues;
  private final Identity identity;
  private final EnqueueCommand enqueueing;
  private final GroupCommit groupCommit;
  private final Signal signal = new Signal();
  private final Signal ends = new Signal();
  private final NotificationListener listener;
  private final Outbox outbox;
  private final Maintenance maintenance;
  private final RedisInspector inspector;
  private final RedisOperator operator;
  private final Listeners listeners = new Listeners();

  /**
   * On a server of this address.
   *
   * @param url {@code redis://user:password@host:port/database}, {@code rediss://} for TLS, {@code
   *     redis-sentinel://user:password@host,host/name-of-the-primary} or {@code
   *     redis-cluster://user:password@host,host}, each with {@code ?prefix=NAME} if wanted; a
   *     password that is left out comes from {@code REDISCLI_AUTH}
   * @throws IllegalArgumentException if it has another form
   * @throws dev.duly.backend.BackendException if the server cannot be reached or is not fit; the
   *     message says what to do
   */
  public static RedisBackend url(String url) {
    return url(url, RedisOptions.DEFAULT);
  }

  /** The same, with these options; a prefix in the URL counts more. */
  public static RedisBackend url(String url, RedisOptions options) {
    RedisUrl parsed = RedisUrl.parse(url, System.getenv());
    Redis redis =
        new Redis(
            new Redis.Parts(
                connect(parsed),
                new Keys(parsed.prefix().map(options::withPrefix).orElse(options).prefix()),
                new Scripts(),
                parsed.toString()),
            () -> null,
            options.writeConcern().map(WaitForReplicas::new));
    try {
      List<Server> servers = redis.servers("open");
      HealthCheck.requireFit(servers, parsed.kind(), options, redis.name());
      boolean syncs = servers.stream().anyMatch(s -> s.persistence() == Persistence.ALWAYS);
      RedisBackend backend = new RedisBackend(redis, options, syncs ? 1 : STORING_AT_ONCE);
      if (backend.identity.isNew() && options.retention().isEmpty()) {
        LOG.log(System.Logger.Level.INFO, StoreRetention.news("redis: " + redis.name()));
      }
      return backend;
    } catch (RuntimeException e) {
      redis.close();
      throw e;
    }
  }

  private static UnifiedJedis connect(RedisUrl url) {
    try {
      return Clients.of(url);
    } catch (JedisException e) {
      throw RedisErrors.of("open", url.toString(), e);
    }
  }

  RedisBackend(Redis redis, RedisOptions options, int storingAtOnce) {
    this.redis = redis;
    this.groupCommit = new GroupCommit(this::store, storingAtOnce);
    this.queues = new Queues(redis);
    this.identity = new Identity(redis, options.retention());
    this.outbox = new Outbox(redis, queues, signal::raise);
    this.enqueueing = new EnqueueCommand(redis, queues);
    this.listener = new NotificationListener(redis, signal, ends, this::onChange);
    this.maintenance =
        new Maintenance(
            new Maintenance.Parts(redis, queues, outbox, identity), options.completedMax());
    this.inspector = new RedisInspector(redis, queues, identity);
    this.operator =
        new RedisOperator(
            redis, queues, inspector, new RedisOperator.Told(signal::raise, this::onChange));
    try {
      identity.look();
      StoreRetention.set(inspector, operator, options.retention());
    } catch (RuntimeException e) {
      listener.close();
      throw e;
    }
    maintenance.start();
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public List<Enqueued> enqueue(List<EncodedJob> jobs) {
    CAPABILITIES.requireAcceptable(jobs);
    return jobs.isEmpty() ? List.of() : groupCommit.enqueue(jobs);
  }

  private List<Enqueued> store(List<EncodedJob> jobs) {
    List<Enqueued> answers = enqueueing.enqueue(jobs);
    signal.raise();
    return answers;
  }

  private void onChange() {
    listeners.tell();
  }

  private EndWatch watch() {
    listener.listen();
    return new LookedForEnds(inspector, LongPoll.on(ends));
  }

  @Override
  public Session open(WorkerInfo info, Runnable onChange) {
    return new RedisSession(
        new RedisTurn.Parts(redis, outbox, info), listener, listeners.add(onChange));
  }

  @Override
  public Token token(String text) {
    return RedisToken.of(text);
  }

  @Override
  public Rooms rooms() {
    return new StoreRooms(
            inspector,
            operator,
            new RedisStatistics(redis, queues),
            new StoreResults(this::watch, inspector::log))
        .with(new RedisSchedules(redis, inspector, outbox));
  }

  @Override
  public void close() {
    maintenance.close();
    listener.close();
    signal.raise();
    redis.close();
  }
}
