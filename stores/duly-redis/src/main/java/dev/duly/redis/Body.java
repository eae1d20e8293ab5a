package dev.duly.redis;

import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Job;
import dev.duly.job.JobSpec;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a producer says of a job, as Redis keeps it: a byte of flags, the type, what differs from
 * the defaults, and the payload at the end. Scripts read the level and the type, nothing else.
 *
 * @param options how the job is run; the payload and the type are what it is
 */
record Body(String type, Priority priority, Payload payload, Options options) {
  private static final int PLAIN_PAYLOAD = 4; // JSON of version 1, not encrypted
  private static final int PLAIN_OPTIONS = 8;
  private static final int LEVEL = 3;
  private static final long FROM_CREATION = 1L << 62;

  /** What most jobs leave as it is. */
  record Options(
      int maxAttempts, String retry, Duration timeout, Optional<Due> expires, Labels labels) {
    static final Options DEFAULT =
        new Options(
            JobSpec.MAX_ATTEMPTS_DEFAULT,
            JobSpec.RETRY_DEFAULT,
            JobSpec.TIMEOUT_DEFAULT,
            Optional.empty(),
            Labels.NONE);
  }

  static Body of(EncodedJob job) {
    return new Body(
        job.type(),
        job.priority(),
        job.payload(),
        new Options(job.maxAttempts(), job.retry(), job.timeout(), job.expires(), job.labels()));
  }

  static Body of(Job job) {
    return new Body(
        job.type(),
        job.priority(),
        job.payload(),
        new Options(
            job.maxAttempts(),
            job.retry(),
            job.timeout(),
            job.expiresAt().map(Due.At::new),
            job.labels()));
  }

  /** What the job has in common with others. */
  JobSpec spec(String queue) {
    return JobSpec.builder(type, queue)
        .priority(priority)
        .maxAttempts(options.maxAttempts)
        .retry(options.retry)
        .timeout(options.timeout)
        .labels(options.labels)
        .build();
  }

  Body withPayload(Payload payload) {
    return new Body(type, priority, payload, options);
  }

  byte[] bytes() {
    boolean plainPayload =
        payload.version() == 1
            && payload.contentType().equals(Payload.JSON)
            && payload.keyId().isEmpty();
    boolean plainOptions = options.equals(Options.DEFAULT);
    int flags =
        Priority.STRICT.indexOf(priority)
            | (plainPayload ? PLAIN_PAYLOAD : 0)
            | (plainOptions ? PLAIN_OPTIONS : 0);
    Bytes out = new Bytes(payload.size() + 64).number(flags, 1).text(type, 1);
    if (!plainPayload) {
      writePayload(out, payload);
    }
    if (!plainOptions) {
      write(out);
    }
    return out.raw(payload.bytes()).done();
  }

  /** How many bytes say how it is run. */
  int optionsLength() {
    Bytes out = new Bytes(64);
    write(out);
    return out.done().length;
  }

  /** All but the bytes. */
  private static void writePayload(Bytes out, Payload payload) {
    out.text(payload.contentType(), 2).number(payload.version(), 4).text(payload.keyId(), 2);
  }

  private void write(Bytes out) {
    out.number(options.maxAttempts(), 2)
        .text(options.retry(), 2)
        .number(options.timeout().toMillis(), 6)
        .number(options.expires().isPresent() ? 1 : 0, 1);
    options.expires().ifPresent(end -> out.number(number(end), 8));
    Labels labels = options.labels();
    out.text(labels.uniqueKey(), 2)
        .text(labels.groupKey(), 2)
        .text(labels.producer(), 2)
        .number(labels.tags().size(), 2);
    labels.tags().forEach(tag -> out.text(tag, 2));
    out.number(labels.headers().size(), 2);
    labels.headers().forEach((name, value) -> out.text(name, 2).text(value, 4));
  }

  /** A time from the creation on is beyond all instants, and never comes for an older version. */
  private static long number(Due end) {
    return end instanceof Due.In in
        ? FROM_CREATION + in.delay().toMillis()
        : ((Due.At) end).instant().toEpochMilli();
  }

  private static Due due(long number) {
    return number >= FROM_CREATION
        ? new Due.In(Duration.ofMillis(number - FROM_CREATION))
        : new Due.At(Instant.ofEpochMilli(number));
  }

  static Body read(byte[] bytes, int at) {
    Bytes.Reader in = new Bytes.Reader(bytes, at);
    int flags = (int) in.number(1);
    String type = in.text(1);
    boolean plainPayload = (flags & PLAIN_PAYLOAD) != 0;
    String contentType = plainPayload ? Payload.JSON : in.text(2);
    int version = plainPayload ? 1 : (int) in.number(4);
    Optional<String> keyId = plainPayload ? Optional.empty() : in.optional(2);
    Options options = (flags & PLAIN_OPTIONS) != 0 ? Options.DEFAULT : readOptions(in);
    Payload payload = new Payload(in.rest(), contentType, version, keyId);
    return new Body(type, Priority.STRICT.get(flags & LEVEL), payload, options);
  }

  private static Options readOptions(Bytes.Reader in) {
    int maxAttempts = (int) in.number(2);
    String retry = in.text(2);
    Duration timeout = Duration.ofMillis(in.number(6));
    Optional<Due> expires = in.number(1) == 1 ? Optional.of(due(in.number(8))) : Optional.empty();
    Optional<String> uniqueKey = in.optional(2);
    Optional<String> groupKey = in.optional(2);
    Optional<String> producer = in.optional(2);
    List<String> tags = new ArrayList<>();
    for (long left = in.number(2); left > 0; left--) {
      tags.add(in.text(2));
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (long left = in.number(2); left > 0; left--) {
      headers.put(in.text(2), in.text(4));
    }
    return new Options(
        maxAttempts,
        retry,
        timeout,
        expires,
        new Labels(uniqueKey, groupKey, tags, headers, producer));
  }

  /** A payload by itself, such as a result. */
  static byte[] bytes(Payload payload) {
    Bytes out = new Bytes(payload.size() + 32);
    writePayload(out, payload);
    return out.raw(payload.bytes()).done();
  }

  static Payload payload(byte[] bytes) {
    Bytes.Reader in = new Bytes.Reader(bytes, 0);
    String contentType = in.text(2);
    int version = (int) in.number(4);
    Optional<String> keyId = in.optional(2);
    return new Payload(in.rest(), contentType, version, keyId);
  }
}
