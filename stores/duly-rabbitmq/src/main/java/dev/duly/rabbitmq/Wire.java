package dev.duly.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.duly.backend.broker.Envelope;
import dev.duly.backend.broker.EnvelopeText;
import dev.duly.backend.broker.ForeignMessage;
import dev.duly.backend.broker.ForeignMessage.Place;
import dev.duly.job.Priority;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job as a message: its payload is the body, its id, type and content type are AMQP's own
 * properties, and everything else is in the table {@code duly} among the headers.
 */
final class Wire {
  private static final String HEADER = "duly";
  private static final String ID = "id";
  private static final String TYPE = "type";
  private static final String CONTENT_TYPE = "content_type";
  private static final String TRIED = "tried";
  private static final int PERSISTENT = 2;

  /** A property is at most 255 bytes. */
  private static final int PROPERTY_MAX = 85;

  /** All headers together must fit into a frame, which is 128 KiB as a rule. */
  private static final int TRIED_MAX = 24 * 1024;

  private static final Place NOWHERE = new Place("unknown", Priority.NORMAL);

  private final Optional<String> foreignType;

  /**
   * How a message is read.
   *
   * @param foreignType of messages of other programs that say none
   */
  Wire(Optional<String> foreignType) {
    this.foreignType = foreignType;
  }

  /** What a message turned out to be. */
  sealed interface Content {
    /** A job. */
    record Work(Envelope envelope) implements Content {}

    /** No job: it is kept aside with its reason. */
    record Strange(Envelope letter) implements Content {}

    /** A job that a newer version has written, which alone may read it. */
    record Newer() implements Content {}
  }

  static BasicProperties properties(Envelope envelope) {
    Map<String, String> text = EnvelopeText.of(envelope);
    for (Envelope shorter = envelope; length(text) > TRIED_MAX; ) {
      shorter = shorter.withoutOldest();
      text = EnvelopeText.of(shorter);
    }
    String contentType = envelope.job().payload().contentType();
    boolean fits = contentType.length() <= PROPERTY_MAX;
    if (fits) {
      text.remove(CONTENT_TYPE);
    }
    return new BasicProperties.Builder()
        .deliveryMode(PERSISTENT)
        .messageId(text.remove(ID))
        .type(text.remove(TYPE))
        .contentType(fits ? contentType : null)
        .headers(Map.of(HEADER, text))
        .build();
  }

  private static int length(Map<String, String> text) {
    return text.getOrDefault(TRIED, "").length();
  }

  /** The job that a message is, if it is one. */
  Optional<Envelope> job(Delivery delivery, Place place) {
    return read(delivery, place) instanceof Content.Work work
        ? Optional.of(work.envelope())
        : Optional.empty();
  }

  /** Reads a message of a queue of jobs. */
  Content read(Delivery delivery, Place place) {
    BasicProperties properties = delivery.properties();
    Optional<Map<String, String>> text = text(properties);
    if (text.isEmpty()) {
      return content(ForeignMessages.of(delivery, place), Instant.now());
    }
    if (isNewer(text.get())) {
      return new Content.Newer();
    }
    try {
      return new Content.Work(EnvelopeText.read(text.get(), delivery.body()));
    } catch (IllegalArgumentException e) {
      ForeignMessage message = ForeignMessages.of(delivery, place);
      return new Content.Strange(
          message.letter("unreadable", String.valueOf(e.getMessage()), Instant.now()));
    }
  }

  private Content content(ForeignMessage message, Instant now) {
    Envelope foreign = message.envelope(foreignType, now);
    return foreign.death().isPresent() ? new Content.Strange(foreign) : new Content.Work(foreign);
  }

  /** Whether it is a message of another program without an id, and is to get one. */
  boolean isNameless(Delivery delivery) {
    return ForeignMessages.isNameless(delivery) && text(delivery.properties()).isEmpty();
  }

  /** The same with an id that no other has. */
  Content named(Delivery delivery, Place place) {
    return content(ForeignMessages.named(delivery, place), Instant.now());
  }

  /** Whether a newer version has written it, which alone may act on it. */
  static boolean isNewer(Delivery delivery) {
    return text(delivery.properties()).map(Wire::isNewer).orElse(false);
  }

  private static boolean isNewer(Map<String, String> text) {
    return EnvelopeText.version(text).orElse(0) > EnvelopeText.VERSION;
  }

  /** Reads a dead letter; one that is none, or of a newer version, is shown as a stranger. */
  Envelope letter(Delivery delivery) {
    @Nullable Date sent = delivery.properties().getTimestamp();
    Instant at = sent == null ? Instant.EPOCH : sent.toInstant(); // the same at each look
    if (text(delivery.properties()).isEmpty()) {
      return ForeignMessages.of(delivery, NOWHERE)
          .letter(ForeignMessage.FOREIGN, "another program has put it here", at);
    }
    Content content = read(delivery, NOWHERE);
    if (content instanceof Content.Work work && work.envelope().death().isPresent()) {
      return work.envelope();
    }
    return content instanceof Content.Strange strange
        ? strange.letter()
        : ForeignMessages.of(delivery, NOWHERE)
            .letter("unreadable", "it is no dead letter that this version can read", at);
  }

  private static Optional<Map<String, String>> text(BasicProperties properties) {
    @Nullable Map<String, Object> headers = properties.getHeaders();
    if (headers == null || !(headers.get(HEADER) instanceof Map<?, ?> table)) {
      return Optional.empty();
    }
    Map<String, String> text = new HashMap<>();
    table.forEach((name, value) -> text.put(String.valueOf(name), String.valueOf(value)));
    put(text, ID, properties.getMessageId());
    put(text, TYPE, properties.getType());
    put(text, CONTENT_TYPE, properties.getContentType());
    return Optional.of(text);
  }

  private static void put(Map<String, String> text, String name, @Nullable String value) {
    if (value != null) {
      text.put(name, value);
    }
  }
}
