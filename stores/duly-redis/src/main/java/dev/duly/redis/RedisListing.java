package dev.duly.redis;

import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.support.Cursor;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.query.Field;
import dev.duly.query.JobFilter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, merged from the queues' own orders: the newest first, or the latest death.
 * Where a page ended is told queue by queue, since each numbers its own jobs.
 */
final class RedisListing {
  private static final int ROWS = 200;

  /** Before a payload stand at most so many bytes: labels are 16 KiB, the rest is less. */
  private static final long BYTES_BEFORE_PAYLOAD = 32 * 1024;

  private final Redis redis;
  private final JobQuery query;
  private final JobFilter filter;
  private final Instant now;
  private final Function<JobId, List<JobRecord>> find;
  private final boolean dead;
  private final long bytesMax;
  private final Map<String, Source> sources = new TreeMap<>();

  RedisListing(Redis redis, Queues queues, JobQuery query, Function<JobId, List<JobRecord>> find) {
    this.redis = redis;
    this.query = query;
    this.filter = query.filter();
    this.now = redis.now();
    this.find = find;
    this.dead = filter.onlyState().equals(Optional.of(JobState.DEAD));
    this.bytesMax =
        filter.asksFor(Field.PAYLOAD)
            ? Integer.MAX_VALUE
            : query.payloadBytesMax() + BYTES_BEFORE_PAYLOAD;
    Map<String, Place> places = query.after().map(Place::parse).orElse(Map.of());
    List<String> all = queues.all();
    for (String queue : filter.only(Field.QUEUE).map(List::of).orElse(all)) {
      if (all.contains(queue)) {
        sources.put(queue, new Source(queue, places.getOrDefault(queue, Place.START)));
      }
    }
  }

  /**
   * Up to where a queue has been listed.
   *
   * @param died time of death, of dead letters
   */
  private record Place(long died, long number) {
    static final Place START = new Place(1L << 52, 1L << 40);

    private static final String PATTERN = "[A-Za-z0-9_-]+=[0-9]{1,16}\\.[0-9]{1,16}";

    static Map<String, Place> parse(String cursor) {
      Map<String, Place> places = new TreeMap<>();
      String text = Cursor.place(cursor, PATTERN + "(," + PATTERN + ")*");
      for (String part : text.split(",", -1)) {
        int equals = part.indexOf('=');
        int dot = part.indexOf('.', equals);
        places.put(
            part.substring(0, equals),
            new Place(
                Long.parseLong(part.substring(equals + 1, dot)),
                Long.parseLong(part.substring(dot + 1))));
      }
      return places;
    }

    String text(String queue) {
      return queue + "=" + died + "." + number;
    }
  }

  /** A job and its place. */
  private record Row(JobRecord record, Place place) {}

  /** One queue's jobs, read on as they are needed. */
  private final class Source {
    private final String queue;
    private final Deque<Row> rows = new ArrayDeque<>();
    private Place place; // of the last that was taken
    private Place read; // up to where rows have been read
    private boolean ended;

    Source(String queue, Place place) {
      this.queue = queue;
      this.place = place;
      this.read = place;
    }

    @Nullable Row peek() {
      while (rows.isEmpty() && !ended) {
        readOn();
      }
      return rows.peek();
    }

    void take() {
      place = rows.remove().place;
    }

    @SuppressWarnings("unchecked") // as the script answers
    private void readOn() {
      List<Object> answer =
          (List<Object>)
              redis.run(
                  "list",
                  Script.LIST,
                  queue,
                  Arrays.asList(
                      Bytes.latin(dead ? "dead" : "order"),
                      Bytes.of(ROWS),
                      Bytes.of(read.number),
                      Bytes.of(read.died),
                      Bytes.of(bytesMax)));
      ended = (Long) answer.get(2) == 0;
      read = new Place(Long.parseLong(Bytes.latin((byte[]) answer.get(1))), (Long) answer.get(0));
      List<Object> found = (List<Object>) answer.get(3);
      for (int i = 0; i < found.size(); i += 3) {
        JobId id = Ids.of((byte[]) found.get(i));
        List<byte @Nullable []> row = (List<byte @Nullable []>) found.get(i + 1);
        List<Long> sizes = (List<Long>) found.get(i + 2);
        JobRecord record = whole(Stored.record(queue, id, row), row, sizes);
        long died = dead ? record.finishedAt().map(Instant::toEpochMilli).orElse(0L) : 0;
        rows.add(new Row(record, new Place(died, number(row))));
      }
    }

    /** With its sizes: payload and result stand at the end of what is stored, and may be cut. */
    private static JobRecord whole(JobRecord read, List<byte @Nullable []> row, List<Long> sizes) {
      int payload = read.job().payload().size() + (int) (sizes.get(0) - length(row.get(0)));
      int result = read.resultSize() + (int) (sizes.get(1) - length(row.get(4)));
      return read.toBuilder().sizes(payload, result).build();
    }

    private static int length(byte @Nullable [] bytes) {
      return bytes == null ? 0 : bytes.length;
    }

    private static long number(List<byte @Nullable []> row) {
      byte[] job = row.get(0);
      return job == null ? 0 : Stored.number(job);
    }
  }

  JobPage page() {
    Optional<String> id = filter.only(Field.ID);
    if (id.isPresent()) {
      List<JobRecord> all = query.after().isPresent() ? List.of() : find.apply(new JobId(id.get()));
      return new JobPage(
          all.stream()
              .filter(job -> filter.fits(job, now))
              .map(job -> job.withPayloadsUpTo(query.payloadBytesMax()))
              .toList(),
          Optional.empty());
    }
    List<JobRecord> jobs = new ArrayList<>();
    for (int looked = 0; looked < JobPage.LOOKED_AT_MAX; looked++) {
      Optional<Source> next = next();
      if (next.isEmpty()) {
        return new JobPage(jobs, Optional.empty());
      }
      JobRecord job = record(next.get());
      boolean fits = filter.fits(job, now);
      if (fits && jobs.size() == query.limit()) {
        return new JobPage(jobs, Optional.of(Cursor.of(places())));
      }
      next.get().take();
      if (fits) {
        jobs.add(job.withPayloadsUpTo(query.payloadBytesMax()));
      }
    }
    return new JobPage(jobs, Optional.of(Cursor.of(places())));
  }

  private static JobRecord record(Source source) {
    Row row = source.peek();
    if (row == null) {
      throw new IllegalStateException("a queue that had a job has none");
    }
    return row.record;
  }

  /** The queue whose next job comes first. */
  private Optional<Source> next() {
    return sources.values().stream()
        .filter(source -> source.peek() != null)
        .max(Comparator.comparing(source -> moment(record(source))));
  }

  private Instant moment(JobRecord record) {
    return dead ? record.finishedAt().orElse(Instant.MIN) : record.job().createdAt();
  }

  private String places() {
    List<String> places = new ArrayList<>();
    sources.forEach((queue, source) -> places.add(source.place.text(queue)));
    return String.join(",", places);
  }
}
