package dev.duly.postgres;

import dev.duly.backend.support.LabelText;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.job.Until;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Jobs laid out for the statement that stores them: what they have in common said once, and each
 * with its place in a block of those that are claimed from one lane and due at one time.
 */
final class EnqueueRows {
  private final BlockNumbers numbers;
  private final Map<Kind, Long> kinds = new HashMap<>();
  private final List<Kind> kindsInOrder = new ArrayList<>();
  private final Map<BlockKey, Block> current = new HashMap<>();
  private final List<Block> blocks = new ArrayList<>();
  private final long[] seqs;
  private final long[] kindOf;
  private final List<String> ids = new ArrayList<>();
  private final List<byte[]> payloads = new ArrayList<>();
  private final List<Due> dues = new ArrayList<>();

  // The job before, which mostly is of the same kind.
  private @Nullable EncodedJob last;
  private @Nullable Block lastBlock;

  /** What jobs of one type mostly share. */
  private record Kind(
      String type,
      String queue,
      String priority,
      String contentType,
      int payloadVersion,
      @Nullable String keyId,
      int maxAttempts,
      String retry,
      long timeout,
      @Nullable Long expiresAt,
      @Nullable Long expiresIn,
      Labels labels,
      @Nullable Long uniqueFor) {
    private static Kind of(EncodedJob job) {
      Payload payload = job.payload();
      return new Kind(
          job.type(),
          job.queue(),
          job.priority().text(),
          payload.contentType(),
          payload.version(),
          payload.keyId().orElse(null),
          job.maxAttempts(),
          job.retry(),
          job.timeout().toMillis(),
          job.expires().map(EnqueueRows::at).orElse(null),
          job.expires().map(EnqueueRows::delay).orElse(null),
          job.labels(),
          uniqueFor(job));
    }

    /** Null: until it has finished; 0: until it has started; else for so many milliseconds. */
    private static @Nullable Long uniqueFor(EncodedJob job) {
      Until until = job.unique().until();
      return until instanceof Until.Finished
          ? null
          : Long.valueOf(until instanceof Until.For held ? held.time().toMillis() : 0);
    }
  }

  private record BlockKey(String queue, Priority priority, Due due) {}

  private static final class Block {
    private final BlockKey key;
    private final long number;
    private int size;

    private Block(BlockKey key, long number) {
      this.key = key;
      this.number = number;
    }

    private long first() {
      return number * BlockNumbers.SIZE;
    }

    /** Its jobs as a mask, from the lowest bit on. */
    private long jobs() {
      return -1L >>> (BlockNumbers.SIZE - size);
    }
  }

  private EnqueueRows(List<EncodedJob> jobs, BlockNumbers numbers) {
    this.numbers = numbers;
    this.seqs = new long[jobs.size()];
    this.kindOf = new long[jobs.size()];
    for (int i = 0; i < jobs.size(); i++) {
      add(i, jobs.get(i));
    }
  }

  static EnqueueRows of(List<EncodedJob> jobs, BlockNumbers numbers) {
    return new EnqueueRows(jobs, numbers);
  }

  private void add(int i, EncodedJob job) {
    boolean isAlike = last != null && areAlike(last, job);
    kindOf[i] = isAlike ? kindOf[i - 1] : kind(Kind.of(job));
    Block block =
        isAlike && lastBlock != null && lastBlock.size < BlockNumbers.SIZE ? lastBlock : block(job);
    seqs[i] = block.first() + block.size++;
    ids.add(job.id().value());
    payloads.add(job.payload().bytes());
    dues.add(job.due());
    last = job;
    lastBlock = block;
  }

  private static boolean areAlike(EncodedJob a, EncodedJob b) {
    return a.spec().equals(b.spec())
        && a.payload().contentType().equals(b.payload().contentType())
        && a.payload().version() == b.payload().version()
        && a.payload().keyId().equals(b.payload().keyId())
        && a.due().equals(b.due())
        && a.expires().equals(b.expires())
        && a.unique().equals(b.unique());
  }

  private long kind(Kind kind) {
    Long known = kinds.get(kind);
    if (known != null) {
      return known;
    }
    kindsInOrder.add(kind);
    kinds.put(kind, (long) kindsInOrder.size());
    return kindsInOrder.size();
  }

  private Block block(EncodedJob job) {
    BlockKey key = new BlockKey(job.queue(), job.priority(), job.due());
    Block known = current.get(key);
    if (known != null && known.size < BlockNumbers.SIZE) {
      return known;
    }
    Block made = new Block(key, numbers.next());
    current.put(key, made);
    blocks.add(made);
    return made;
  }

  /** The keys that they ask for, each by the first that does, in the order of keys. */
  Values bindKeys(Values values, List<EncodedJob> jobs) throws SQLException {
    NavigableMap<String, Integer> firsts = new TreeMap<>();
    for (int i = 0; i < jobs.size(); i++) {
      int job = i;
      jobs.get(i).labels().uniqueKey().ifPresent(key -> firsts.putIfAbsent(key, job));
    }
    return values
        .texts("keys", new ArrayList<>(firsts.keySet()))
        .longs("key_jobs", firsts.values().stream().mapToLong(i -> seqs[i]).toArray())
        .numbers("unique_for", kinds(Kind::uniqueFor));
  }

  long seq(int i) {
    return seqs[i];
  }

  /** As if no id was taken: by the statement that is the quickest for these. */
  void store(Db db) throws SQLException {
    if (kindsInOrder.size() > 1 || blocks.size() > 1 || kindsInOrder.get(0).expiresIn != null) {
      bind(db.prepare("enqueue"), db).update();
    } else if (ids.size() == 1) {
      bindAlike(db.prepare("enqueue_one"), db)
          .text("id", ids.get(0))
          .bytes("payload", payloads.get(0))
          .update();
    } else {
      bindAlike(db.prepare("enqueue_alike"), db)
          .number("jobs", blocks.get(0).jobs())
          .number("size", (long) ids.size())
          .texts("ids", ids)
          .blobs("payloads", payloads)
          .update();
    }
  }

  /** What jobs of one kind in one block have in common. */
  private Values bindAlike(Values values, Db db) throws SQLException {
    Kind kind = kindsInOrder.get(0);
    Block block = blocks.get(0);
    return values
        .number("now", db.now())
        .number("at", at(block.key.due()))
        .number("delay", delay(block.key.due()))
        .number("first", block.first())
        .text("type", kind.type)
        .text("queue", kind.queue)
        .text("priority", kind.priority)
        .text("content_type", kind.contentType)
        .integer("payload_version", kind.payloadVersion)
        .text("key_id", kind.keyId)
        .integer("max_attempts", kind.maxAttempts)
        .text("retry", kind.retry)
        .number("timeout", kind.timeout)
        .number("expires_at", kind.expiresAt)
        .text("unique_key", Values.orNull(kind.labels.uniqueKey()))
        .text("group_key", Values.orNull(kind.labels.groupKey()))
        .text("tags", LabelText.ofTags(kind.labels.tags()))
        .text("headers", LabelText.ofHeaders(kind.labels.headers()))
        .text("producer", Values.orNull(kind.labels.producer()));
  }

  /** For {@code enqueue} and {@code enqueue_around}. */
  Values bind(Values values, Db db) throws SQLException {
    return values
        .number("now", db.now())
        .texts("types", kinds(Kind::type))
        .texts("queues", kinds(Kind::queue))
        .texts("priorities", kinds(Kind::priority))
        .texts("content_types", kinds(Kind::contentType))
        .integers("payload_versions", kinds(Kind::payloadVersion))
        .texts("key_ids", kinds(Kind::keyId))
        .integers("max_attempts", kinds(Kind::maxAttempts))
        .texts("retries", kinds(Kind::retry))
        .numbers("timeouts", kinds(Kind::timeout))
        .numbers("expire_at", kinds(Kind::expiresAt))
        .numbers("expire_in", kinds(Kind::expiresIn))
        .texts("unique_keys", kinds(k -> Values.orNull(k.labels().uniqueKey())))
        .texts("group_keys", kinds(k -> Values.orNull(k.labels().groupKey())))
        .texts("tags", kinds(k -> LabelText.ofTags(k.labels().tags())))
        .texts("headers", kinds(k -> LabelText.ofHeaders(k.labels().headers())))
        .texts("producers", kinds(k -> Values.orNull(k.labels().producer())))
        .longs("block_firsts", blocks.stream().mapToLong(Block::first).toArray())
        .longs("block_jobs", blocks.stream().mapToLong(Block::jobs).toArray())
        .texts("block_queues", blocks.stream().map(b -> b.key.queue()).toList())
        .texts("block_priorities", blocks.stream().map(b -> b.key.priority().text()).toList())
        .numbers("block_at", all(blocks, b -> at(b.key.due())))
        .numbers("block_delays", all(blocks, b -> delay(b.key.due())))
        .longs("seqs", seqs)
        .texts("ids", ids)
        .blobs("payloads", payloads)
        .longs("kinds", kindOf)
        .numbers("at", all(dues, EnqueueRows::at))
        .numbers("delays", all(dues, EnqueueRows::delay));
  }

  private static @Nullable Long at(Due due) {
    return due instanceof Due.At at ? at.instant().toEpochMilli() : null;
  }

  private static @Nullable Long delay(Due due) {
    return due instanceof Due.In in ? in.delay().toMillis() : null;
  }

  private interface Column<F, T> {
    @Nullable T of(F from);
  }

  private <T> List<@Nullable T> kinds(Column<Kind, T> column) {
    return all(kindsInOrder, column);
  }

  private static <F, T> List<@Nullable T> all(List<F> rows, Column<F, T> column) {
    List<@Nullable T> values = new ArrayList<>(rows.size());
    for (F row : rows) {
      values.add(column.of(row));
    }
    return values;
  }
}
