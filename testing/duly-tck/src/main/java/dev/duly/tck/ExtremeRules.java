package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Capabilities;
import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.InvalidJobsException;
import dev.duly.backend.Outcome;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.QueueRecord;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobRef;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.job.Streaks;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Extreme times, sizes and characters, on every way in: each is refused by name before anything is
 * stored, or comes back as it went in; and the good job beside it never notices.
 */
abstract class ExtremeRules extends KitChapter {
  /** But for the one that would hold the whole queue. */
  private static final List<ReleaseReason> REASONS =
      Arrays.stream(ReleaseReason.values())
          .filter(why -> why != ReleaseReason.RATE_LIMITED)
          .toList();

  private static final int ROUNDS = Integer.getInteger("kit.extremes", 150);
  private static final long SEED = Long.getLong("kit.extremes.seed", 20_261_129L);
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
  private static final List<Duration> DURATIONS =
      List.of(
          Duration.ZERO,
          Duration.ofNanos(1),
          Duration.ofMillis(1),
          Duration.ofDays(7),
          Duration.ofDays(3_650),
          Duration.ofDays(3_650).plusMillis(1),
          Duration.ofDays(106_752), // its nanoseconds are no long
          Duration.ofMillis(Long.MAX_VALUE),
          FOREVER,
          Duration.ofMillis(-1),
          FOREVER.negated());
  private static final List<Instant> INSTANTS =
      List.of(
          Instant.MIN,
          Instant.ofEpochMilli(Long.MIN_VALUE),
          Instant.ofEpochMilli(-1),
          Instant.EPOCH,
          Instant.parse("9999-12-31T23:59:59Z"),
          Instant.parse("+10000-01-01T00:00:00Z"),
          Instant.parse("+294277-01-09T04:00:54Z"),
          Instant.ofEpochMilli(Long.MAX_VALUE),
          Instant.MAX);
  private static final List<String> TEXTS =
      List.of(
          "",
          "plain",
          "\u00e4\u4e16\ud83d\ude00",
          "a\u0000b",
          "half \ud83d",
          "\udc00",
          "\u001b[31m\u0007",
          "\ufeff\u202e",
          "'; drop table job; --",
          "x".repeat(256),
          "x".repeat(257),
          "\u4e16".repeat(8_192),
          "x".repeat(8_193),
          "\ud83d\ude00".repeat(1_000),
          "x".repeat(65_536),
          "x".repeat(1_000_000));

  private final Random random = new Random(SEED);

  @Test
  @Rule("E4")
  void a_bulk_of_too_many_bytes_is_refused_whole() {
    Payload large = new Payload(new byte[256 * 1024], "application/octet-stream");
    List<EncodedJob> bulk = new ArrayList<>();
    for (int i = 0; i <= Capabilities.BULK_BYTES_MAX / large.size(); i++) {
      bulk.add(job("large-" + i).withPayload(large));
    }

    assertThatThrownBy(() -> backend.enqueue(bulk))
        .isInstanceOf(InvalidJobsException.class)
        .hasMessageContaining("a bulk is at most 67,108,864 bytes of payloads")
        .hasMessageContaining("send it in parts");
    assertThat(inspector().queues().stream().mapToLong(QueueRecord::waiting).sum()).isZero();
  }

  @Test
  @Rule("E4")
  void what_is_extreme_in_a_job_is_refused_by_name_or_comes_back_as_it_went_in() {
    int stored = 0;
    for (int round = 0; round < ROUNDS; round++) {
      EncodedJob job = extreme("extreme-" + round);
      try {
        enqueue(job);
        stored++;
        assertThat(asStored(record(job.ref()).job())).as("seed " + SEED).isEqualTo(asStored(job));
      } catch (InvalidJobsException e) {
        assertThat(e.problems()).isNotEmpty();
        assertThat(inspector().find(job.ref())).as(e.getMessage()).isEmpty();
      }
      aNeighbourIsServed("neighbour-" + round);
    }

    assertThat(stored).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    assertThat(inspector().list(JobQuery.all(1_000)).jobs()).hasSizeGreaterThan(ROUNDS);
  }

  @Test
  @Rule("E4")
  void each_extreme_alone_is_named_with_its_field() {
    Labels mostTags = labels(Collections.nCopies(64, "t".repeat(100)), Map.of());
    refused(job().withDue(new Due.At(Instant.MAX)), "scheduled_at must be between");
    refused(job().withDue(new Due.In(FOREVER)), "delay must be between");
    refused(expires(job(), Instant.MAX), "expires_at must be between");
    refused(job().withTimeout(Duration.ofNanos(1)), "timeout must be between");
    refused(job().withTimeout(FOREVER), "timeout must be between");
    refused(job().withRetry("x".repeat(2_000)), "retry must be at most");
    refused(job().withLabels(labels(List.of("t".repeat(257)), Map.of())), "a tag must be at most");
    refused(job().withLabels(labels(List.of(""), Map.of())), "a tag must not be empty");
    refused(job().withLabels(labels(List.of("a\u0000"), Map.of())), "a tag must not contain");
    refused(
        job().withLabels(labels(Collections.nCopies(65, "t"), Map.of())),
        "tags must be at most 64, was 65");
    refused(
        job().withLabels(labels(List.of(), Map.of("h".repeat(257), "v"))),
        "the name of a header must be at most");
    refused(
        job().withLabels(labels(List.of(), Map.of("h", "v".repeat(8_193)))),
        "a header must be at most");
    refused(
        job()
            .withLabels(
                labels(
                    List.of(),
                    Map.of(
                        "a", "v".repeat(8_000), "b", "v".repeat(8_000), "c", "v".repeat(8_000)))),
        "tags and headers must be at most 16,384 bytes together, was 24,003");
    enqueue(job().withLabels(mostTags));
  }

  @Test
  @Rule("S4")
  void what_is_extreme_in_a_settlement_spoils_nothing_beside_it() {
    for (int round = 0; round < ROUNDS; round++) {
      JobRef middle = ref("middle-" + round);
      enqueue(job("left-" + round), job(middle.id().value()), job("right-" + round));
      List<Claim> claims = claim(session, 3);

      List<Settlement> done = new ArrayList<>();
      for (Claim claim : claims) {
        boolean isMiddle = claim.job().ref().equals(middle);
        done.add(isMiddle ? extreme(claim) : new Settlement.Complete(claim));
      }
      assertThat(settleAll(done))
          .as("seed %d, round %d: %s", SEED, round, done)
          .containsOnly(Outcome.APPLIED);
      assertThat(inspector().find(middle)).isPresent();
      assertThat(inspector().attempts(middle)).hasSizeLessThanOrEqualTo(1);
      claim(session, 10).forEach(again -> settle(new Settlement.Complete(again)));
    }
  }

  private void refused(EncodedJob job, String message) {
    assertThatThrownBy(() -> enqueue(job("good-" + job.id()), job))
        .isInstanceOf(InvalidJobsException.class)
        .hasMessageContaining("job 2: " + message);
    assertThat(inspector().find(job.ref())).isEmpty();
  }

  private void aNeighbourIsServed(String id) {
    enqueue(job(id));
    boolean served = false;
    for (Claim claim : claim(session, 10)) {
      served |= claim.job().id().value().equals(id);
      assertThat(settle(new Settlement.Complete(claim))).isEqualTo(Outcome.APPLIED);
    }
    assertThat(served).isTrue();
  }

  private EncodedJob extreme(String id) {
    EncodedJob job = job(id);
    for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
      job =
          switch (random.nextInt(9)) {
            case 0 -> job.withDue(new Due.In(any(DURATIONS)));
            case 1 -> job.withDue(new Due.At(any(INSTANTS)));
            case 2 -> expires(job, any(INSTANTS));
            case 3 -> job.withTimeout(any(DURATIONS));
            case 4 -> job.withRetry(any(TEXTS));
            case 5 -> job.withPayload(anyPayload());
            case 6 ->
                job.withMaxAttempts(any(List.of(Integer.MIN_VALUE, 1, 1_000, Integer.MAX_VALUE)));
            default -> job.withLabels(anyLabels());
          };
    }
    return job;
  }

  private Settlement extreme(Claim claim) {
    Optional<Run> run = Optional.of(new Run(any(DURATIONS), any(DURATIONS), random.nextBoolean()));
    return switch (random.nextInt(5)) {
      case 0 -> new Settlement.Complete(claim.ref(), run, Optional.of(anyPayload()), List.of());
      case 1 -> new Settlement.Retry(claim.ref(), run, any(DURATIONS), anyFailure());
      case 2 ->
          new Settlement.Release(claim.ref(), run, any(DURATIONS), any(REASONS), Streaks.NONE);
      case 3 -> new Settlement.Cancel(claim.ref(), run, any(TEXTS), List.of());
      default ->
          new Settlement.DeadLetter(
              claim.ref(), run, DeadReason.EXHAUSTED, anyFailure(), List.of());
    };
  }

  private Failure anyFailure() {
    return new Failure(any(TEXTS), any(TEXTS), any(TEXTS), any(TEXTS));
  }

  private Payload anyPayload() {
    byte[] bytes = new byte[any(List.of(0, 1, backend.capabilities().payloadBytesMax()))];
    random.nextBytes(bytes);
    String type = any(List.of(Payload.JSON, "text/plain", "a\u0000b", "\u4e16".repeat(127)));
    Optional<String> key = random.nextBoolean() ? Optional.empty() : Optional.of(any(TEXTS));
    return new Payload(bytes, type, any(List.of(1, 2, Integer.MAX_VALUE)), key);
  }

  private Labels anyLabels() {
    List<String> tags = new ArrayList<>();
    for (int left = any(List.of(0, 1, 2, 64, 65)); left > 0; left--) {
      tags.add(random.nextInt(8) == 0 ? any(TEXTS) : "t" + left);
    }
    Map<String, String> headers = new HashMap<>();
    for (int left = any(List.of(0, 1, 2, 64, 65)); left > 0; left--) {
      headers.put(
          random.nextInt(16) == 0 ? any(TEXTS) : "h" + left,
          random.nextInt(8) == 0 ? any(TEXTS) : "v");
    }
    return labels(tags, headers);
  }

  private static Labels labels(List<String> tags, Map<String, String> headers) {
    return new Labels(Optional.empty(), Optional.empty(), tags, headers, Optional.empty());
  }

  private static EncodedJob expires(EncodedJob job, Instant at) {
    return job.withExpires(Optional.of(new Due.At(at)));
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** What both have, times to the millisecond. */
  private record Kept(
      Payload payload,
      String contentType,
      int version,
      int maxAttempts,
      String retry,
      long timeoutMillis,
      Optional<Long> expiresAtMillis,
      Labels labels) {}

  private static Kept asStored(EncodedJob job) {
    return new Kept(
        job.payload(),
        job.payload().contentType(),
        job.payload().version(),
        job.maxAttempts(),
        job.retry(),
        job.timeout().toMillis(),
        job.expires().map(end -> ((Due.At) end).instant().toEpochMilli()),
        job.labels());
  }

  private static Kept asStored(Job job) {
    return new Kept(
        job.payload(),
        job.payload().contentType(),
        job.payload().version(),
        job.maxAttempts(),
        job.retry(),
        job.timeout().toMillis(),
        job.expiresAt().map(Instant::toEpochMilli),
        job.labels());
  }
}
