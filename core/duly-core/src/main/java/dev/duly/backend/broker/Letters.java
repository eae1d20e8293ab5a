package dev.duly.backend.broker;

import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.support.Cursor;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Job;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.job.Streaks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Dead letters as people see them, of a broker that has only their messages. Pure. */
public final class Letters {
  private Letters() {}

  /** A letter as a record. */
  public static JobRecord record(Envelope letter) {
    Job job = letter.job();
    Optional<AttemptRecord> last =
        letter.tried().stream().reduce((one, next) -> next); // the latest
    return JobRecord.builder(job, JobState.DEAD)
        .lost(job.streaks().lost())
        .startedAt(last.map(AttemptRecord::startedAt))
        .finishedAt(Optional.of(diedAt(letter)))
        .worker(last.map(AttemptRecord::worker))
        .lastError(letter.lastFailure())
        .deadReason(letter.death().map(Envelope.Death::reason))
        .build();
  }

  private static Instant diedAt(Envelope letter) {
    return letter.death().map(Envelope.Death::at).orElse(Instant.EPOCH);
  }

  /** Its attempts; the last that failed is the one it died of, of which all is known. */
  public static List<AttemptRecord> attempts(Envelope letter) {
    List<AttemptRecord> all = new ArrayList<>(letter.tried());
    for (int i = all.size() - 1; i >= 0; i--) {
      AttemptRecord one = all.get(i);
      if (one.failure().isPresent()) {
        all.set(
            i,
            new AttemptRecord(
                one.number(),
                one.startedAt(),
                one.endedAt(),
                one.worker(),
                one.outcome(),
                letter.lastFailure()));
        break;
      }
    }
    return all;
  }

  /** A letter from elsewhere. */
  public static Envelope of(DeadJob letter) {
    Envelope.Death death = new Envelope.Death(letter.reason(), letter.failure(), letter.diedAt());
    return new Envelope(
        letter.record().job(), Optional.empty(), letter.attempts(), Optional.of(death));
  }

  /** A letter with another payload. */
  public static Envelope with(Envelope letter, Payload payload) {
    return letter.withJob(letter.job().toBuilder().payload(payload).build());
  }

  /** The job again, due now, with a fresh budget; its history stays (rule D3). */
  public static Envelope alive(Envelope letter, Instant now) {
    Job job = letter.job().toBuilder().attempts(0).streaks(Streaks.NONE).scheduledAt(now).build();
    return letter.withDeath(Optional.empty()).withJob(job);
  }

  /** Where a letter is in the list: the latest death comes first. */
  private record Place(long diedAt, String id, String queue) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::diedAt)
            .reversed()
            .thenComparing(Place::id)
            .thenComparing(Place::queue);

    static Place of(Envelope letter) {
      Job job = letter.job();
      return new Place(Letters.diedAt(letter).toEpochMilli(), job.id().value(), job.queue());
    }

    static Place parse(String cursor) {
      String[] parts = Cursor.place(cursor, "[0-9]{1,18} [^ ]+ [^ ]+").split(" ", -1);
      return new Place(Long.parseLong(parts[0]), parts[1], parts[2]);
    }

    String cursor() {
      return Cursor.of(diedAt + " " + id + " " + queue);
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /** One page of those that fit, the latest death first. */
  public static JobPage page(List<Envelope> all, JobQuery query, Instant now) {
    Optional<Place> after = query.after().map(Place::parse);
    List<Envelope> fitting =
        all.stream()
            .filter(
                letter -> after.map(place -> Place.of(letter).compareTo(place) > 0).orElse(true))
            .filter(letter -> query.filter().fits(record(letter), now))
            .sorted(Comparator.comparing(Place::of))
            .toList();
    List<Envelope> page = fitting.subList(0, Math.min(query.limit(), fitting.size()));
    Optional<String> next =
        page.size() < fitting.size()
            ? Optional.of(Place.of(page.get(page.size() - 1)).cursor())
            : Optional.empty();
    return new JobPage(
        page.stream()
            .map(letter -> record(letter).withPayloadsUpTo(query.payloadBytesMax()))
            .toList(),
        next);
  }
}
