package dev.duly.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.duly.backend.broker.Envelope;
import dev.duly.backend.broker.ForeignMessage.Place;
import dev.duly.job.EncodedJob;
import dev.duly.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A message and where it belongs.
 *
 * @param place the queue of jobs; empty: it is a dead letter
 * @param delay until it is due; of no weight for a dead letter
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Parcel(Optional<Place> place, Duration delay, BasicProperties properties, byte[] body) {
  /** A job, or a letter if it is dead. */
  static Parcel of(Envelope envelope, Duration delay) {
    Job job = envelope.job();
    Optional<Place> place =
        envelope.death().isPresent()
            ? Optional.empty()
            : Optional.of(new Place(job.queue(), job.priority()));
    return new Parcel(place, delay, Wire.properties(envelope), job.payload().bytes());
  }

  /** A job that is enqueued now. */
  static Parcel of(EncodedJob job, Instant now) {
    Instant due = job.due().from(now);
    Job stored =
        Job.builder(job.id(), job.spec(), job.payload(), now)
            .scheduledAt(due)
            .expiresAt(job.expires().map(end -> end.from(now)))
            .build();
    return of(Envelope.of(stored), Duration.between(now, due));
  }

  /** The same bytes again, for those who can read them. */
  static Parcel again(Delivery delivery, Place place, Duration delay) {
    Map<String, Object> headers = new HashMap<>();
    if (delivery.properties().getHeaders() != null) {
      headers.putAll(delivery.properties().getHeaders());
    }
    headers.keySet().removeIf(ForeignMessages::isOfTheNode);
    return new Parcel(
        Optional.of(place),
        delay,
        delivery.properties().builder().headers(headers).build(),
        delivery.body());
  }
}
