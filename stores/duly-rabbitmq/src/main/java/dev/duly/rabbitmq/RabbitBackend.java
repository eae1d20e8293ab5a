package dev.duly.rabbitmq;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.BackendException.Kind;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Fencing;
import dev.duly.backend.Lease;
import dev.duly.backend.Rooms;
import dev.duly.backend.Session;
import dev.duly.backend.Token;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.Gauges;
import dev.duly.backend.support.GroupCommit;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Jobs in RabbitMQ 3.10 or newer, and nowhere else. Thread-safe.
 *
 * <p>A claim lasts as long as the connection on which it came. What the broker cannot keep is not
 * offered: there is no list of jobs, an id is not looked up, and nothing is unique.
 */
public final class RabbitBackend implements Backend {
  private static final int STORING_AT_ONCE = 2;
  private static final int COPYING_AT_ONCE = 2;
  private static final Duration DETECT_WITHIN = Duration.ofSeconds(30);
  private static final Duration DELAY_STEP = Duration.ofMillis(250);
  private static final int CLAIM_MAX = 1_024;

  private final Capabilities capabilities;
  private final Connections connections;
  private final Publisher publisher;
  private final Topology topology;
  private final Dispatcher dispatcher;
  private final GroupCommit groupCommit;
  private final RabbitSession.Parts parts;
  private final Rooms rooms;
  private final HeldClaims claims = new HeldClaims();
  private final Set<RabbitSession> sessions = new CopyOnWriteArraySet<>();
  private final Chores chores = new Chores(this::doChores);

  /**
   * On a node of this address.
   *
   * @param url {@code amqp://user:password@host:port/vhost} or {@code amqps://} for TLS; {@code
   *     ?prefix=NAME&heartbeat=10s&consumer-timeout=30m&foreign=TYPE&management=http://HOST:15672}
   *     as wanted, see {@link RabbitOptions}; a password that is left out comes from {@code
   *     DULY_PASSWORD}
   * @throws IllegalArgumentException if it has another form
   * @throws BackendException if the node cannot be reached or is not fit; the message says what to
   *     do
   */
  public static RabbitBackend url(String url) {
    return url(url, RabbitOptions.DEFAULT);
  }

  /** The same, with these options; those in the URL count more. */
  public static RabbitBackend url(String url, RabbitOptions options) {
    RabbitUrl parsed = RabbitUrl.parse(url, RabbitOptions.NAMES, System.getenv());
    RabbitOptions all = options.with(parsed.options());
    return on(new Connections(parsed, all.heartbeat()), all);
  }

  /** With everything there that each user needs. */
  static RabbitBackend on(Connections connections, RabbitOptions options) {
    RabbitBackend backend = new RabbitBackend(connections, options);
    try {
      backend.topology.requireBase();
      return backend;
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private RabbitBackend(Connections connections, RabbitOptions options) {
    this.connections = connections;
    this.capabilities =
        Capabilities.builder(
                Fencing.COMPLETE_ONLY,
                new Lease.Connected(DETECT_WITHIN, Optional.of(options.consumerTimeout())))
            .delayMax(Ladder.LONGEST)
            .delayStep(DELAY_STEP)
            .claimMax(CLAIM_MAX)
            .build();
    ObjectNames names = new ObjectNames(options.prefix());
    this.publisher = new Publisher(connections, "duly producer", STORING_AT_ONCE + COPYING_AT_ONCE);
    this.topology = new Topology(names, connections, publisher);
    this.dispatcher = new Dispatcher(names, topology, publisher);
    this.groupCommit = new GroupCommit(this::store, STORING_AT_ONCE);
    Wire wire = new Wire(options.foreign());
    this.parts =
        new RabbitSession.Parts(
            new Taps.Parts(connections, topology, claims), dispatcher, wire, claims, chores::busy);
    this.rooms =
        new RabbitRooms(
            new RabbitDeadLetters(connections, dispatcher, wire, capabilities),
            new RabbitGauges(
                connections,
                publisher,
                topology,
                options.management().map(api -> new ManagementApi(api, connections.url(), names))));
    chores.start();
  }

  /** What a broker can show: its dead letters, and how much waits. */
  private record RabbitRooms(DeadLetters letters, Gauges depths) implements Rooms {
    @Override
    public Optional<DeadLetters> deadLetters() {
      return Optional.of(letters);
    }

    @Override
    public Optional<Gauges> gauges() {
      return Optional.of(depths);
    }
  }

  private void doChores() {
    publisher.look();
    sessions.forEach(RabbitSession::chores);
    sessions.removeIf(RabbitSession::isOver);
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public List<Enqueued> enqueue(List<EncodedJob> jobs) {
    capabilities.requireAcceptable(jobs);
    return jobs.isEmpty() ? List.of() : groupCommit.enqueue(jobs);
  }

  private List<Enqueued> store(List<EncodedJob> jobs) {
    chores.busy();
    Instant now = Instant.now();
    List<Answer> answers = dispatcher.send(jobs.stream().map(job -> Parcel.of(job, now)).toList());
    int kept = Collections.frequency(answers, Answer.KEPT);
    if (kept < jobs.size()) {
      throw notKept(answers, kept);
    }
    List<Enqueued> stored = new ArrayList<>(jobs.size());
    jobs.forEach(job -> stored.add(new Enqueued.Stored(job.id())));
    return stored;
  }

  private BackendException notKept(List<Answer> answers, int kept) {
    int unknown = Collections.frequency(answers, Answer.UNKNOWN);
    String blocked = publisher.blockedBy();
    String text =
        String.format(
            "rabbitmq: enqueue failed at %s: of %d jobs %d are stored, %d were refused by their"
                + " queue or have none, and of %d nothing is known%s",
            connections.url(),
            answers.size(),
            kept,
            answers.size() - kept - unknown,
            unknown,
            blocked.isEmpty() ? "" : "; the node takes no messages: " + blocked);
    Kind kind = kept + unknown == 0 ? Kind.TRANSIENT : Kind.UNKNOWN_OUTCOME;
    return new BackendException(kind, text, null);
  }

  @Override
  public Session open(WorkerInfo info, Runnable onChange) {
    RabbitSession session = new RabbitSession(parts, info, onChange);
    sessions.add(session);
    return session;
  }

  @Override
  public Token token(String text) {
    return RabbitToken.of(text);
  }

  @Override
  public Rooms rooms() {
    return rooms;
  }

  @Override
  public void close() {
    chores.close();
    sessions.forEach(RabbitSession::close);
    sessions.forEach(RabbitSession::end);
    connections.close();
  }
}
