package dev.duly.backend.support;

import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.query.Field;
import dev.duly.query.JobFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, of a store that numbers its jobs. The store narrows down by state, queue and
 * type; whether a job fits the whole query is decided here, job by job, as for every backend.
 *
 * @param <E> what reading throws
 */
public final class Listing<E extends Exception> {
  private static final int ROWS = 500;

  private final Source<E> source;
  private final JobQuery query;
  private final JobFilter filter;
  private final Instant now;
  private final boolean dead;
  private final boolean wantsError;
  private final List<JobRecord> jobs = new ArrayList<>();
  private Place place;
  private Place last; // of the last job that is on the page

  /**
   * A job and its number.
   *
   * @param record without its latest error
   */
  public record Row(long seq, JobRecord record) {}

  /**
   * Where rows come from.
   *
   * @param <E> what reading throws
   */
  public interface Source<E extends Exception> {
    /** With its latest error. */
    Optional<JobRecord> find(String id) throws E;

    /** Those of the narrowing before that row, the newest first. */
    List<Row> newest(Narrowing by, long beforeSeq, int limit) throws E;

    /** Dead letters before that death, the latest first. */
    List<Row> dead(Narrowing by, long beforeFinishedAt, long beforeSeq, int limit) throws E;

    /** The job with its latest error. */
    JobRecord withError(Row row) throws E;
  }

  /**
   * What every job on the page has; null is anything.
   *
   * @param payloadBytesMax payloads and results that are longer need not be read
   */
  public record Narrowing(
      @Nullable String state, @Nullable String queue, @Nullable String type, int payloadBytesMax) {}

  private Listing(Source<E> source, JobQuery query, Instant now) {
    this.source = source;
    this.query = query;
    this.filter = query.filter();
    this.now = now;
    this.dead = filter.onlyState().equals(Optional.of(JobState.DEAD));
    this.wantsError = filter.asksFor(Field.ERROR) || filter.asksFor(Field.ERROR_GROUP);
    this.place = query.after().map(Place::parse).orElse(Place.START);
    this.last = place;
  }

  /**
   * Where a page ends: a row, and of dead letters the time of death before it.
   *
   * @param finishedAt 0 for other jobs
   */
  private record Place(long finishedAt, long seq) {
    private static final Place START = new Place(Long.MAX_VALUE, Long.MAX_VALUE);

    static Place parse(String cursor) {
      String text = Cursor.place(cursor, "[0-9]{1,19}\\.[0-9]{1,19}");
      int dot = text.indexOf('.');
      return new Place(
          Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
    }

    String cursor() {
      return Cursor.of(finishedAt + "." + seq);
    }
  }

  public static <E extends Exception> JobPage page(Source<E> source, JobQuery query, Instant now)
      throws E {
    return new Listing<>(source, query, now).page();
  }

  private JobPage page() throws E {
    Optional<String> id = filter.only(Field.ID);
    if (id.isPresent()) {
      return new JobPage(one(id.get()), Optional.empty());
    }
    for (int looked = 0; looked < JobPage.LOOKED_AT_MAX; looked += ROWS) {
      List<Row> rows = next();
      for (Row row : rows) {
        Optional<JobRecord> job = fitting(row);
        if (job.isPresent() && jobs.size() == query.limit()) {
          return new JobPage(jobs, Optional.of(last.cursor()));
        }
        place = new Place(dead ? finished(row) : 0, row.seq());
        if (job.isPresent()) {
          jobs.add(job.get().withPayloadsUpTo(query.payloadBytesMax()));
          last = place;
        }
      }
      if (rows.size() < ROWS) {
        return new JobPage(jobs, Optional.empty());
      }
    }
    return new JobPage(jobs, Optional.of(place.cursor()));
  }

  private static long finished(Row row) {
    return row.record().finishedAt().orElseThrow().toEpochMilli();
  }

  private List<JobRecord> one(String id) throws E {
    if (query.after().isPresent()) {
      return List.of();
    }
    return source.find(id).filter(job -> filter.fits(job, now)).stream()
        .map(job -> job.withPayloadsUpTo(query.payloadBytesMax()))
        .toList();
  }

  private Optional<JobRecord> fitting(Row row) throws E {
    JobRecord job = wantsError ? source.withError(row) : row.record();
    if (!filter.fits(job, now)) {
      return Optional.empty();
    }
    return Optional.of(wantsError ? job : source.withError(row));
  }

  private List<Row> next() throws E {
    Narrowing by =
        new Narrowing(
            dead ? null : filter.onlyState().map(JobState::text).orElse(null),
            filter.only(Field.QUEUE).orElse(null),
            filter.only(Field.TYPE).orElse(null),
            filter.asksFor(Field.PAYLOAD) ? Integer.MAX_VALUE : query.payloadBytesMax());
    return dead
        ? source.dead(by, place.finishedAt(), place.seq(), ROWS)
        : source.newest(by, place.seq(), ROWS);
  }
}
