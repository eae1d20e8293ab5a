package dev.duly.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import dev.duly.backend.broker.ForeignMessage;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What another program has published, as it says it in AMQP. */
final class ForeignMessages {
  private static final int DIGEST_BYTES = 10;
  private static final Pattern OF_THE_NODE =
      Pattern.compile("x-delivery-count|x-acquired-count|x-death|x-(first|last)-death-.*");

  private ForeignMessages() {}

  /** If it has no id, with one that is always the same for the same content. */
  static ForeignMessage of(Delivery delivery, ForeignMessage.Place place) {
    return of(delivery, place, isNameless(delivery) ? digest(delivery) : "");
  }

  /** If it has no id, with one that no other has. */
  static ForeignMessage named(Delivery delivery, ForeignMessage.Place place) {
    return of(delivery, place, UUID.randomUUID().toString());
  }

  private static ForeignMessage of(
      Delivery delivery, ForeignMessage.Place place, String idOtherwise) {
    BasicProperties properties = delivery.properties();
    Map<String, String> headers = headers(properties);
    Optional<String> type =
        Optional.ofNullable(properties.getType())
            .or(() -> Optional.ofNullable(headers.get("type")));
    String contentType =
        properties.getContentType() == null || properties.getContentType().isEmpty()
            ? Payload.JSON
            : properties.getContentType();
    return new ForeignMessage(
        place,
        type,
        Optional.ofNullable(properties.getMessageId()),
        "amqp-" + idOtherwise,
        new Payload(delivery.body(), contentType),
        headers);
  }

  private static Map<String, String> headers(BasicProperties properties) {
    Map<String, String> headers = new TreeMap<>();
    @Nullable Map<String, Object> all = properties.getHeaders();
    if (all != null) {
      all.forEach(
          (name, value) -> {
            boolean isPlain =
                value instanceof LongString || value instanceof Number || value instanceof Boolean;
            if (isPlain && !isOfTheNode(name)) {
              headers.put(name, value.toString());
            }
          });
    }
    return headers;
  }

  /** Whether a header is the node's own, such as how often it was delivered. */
  static boolean isOfTheNode(String header) {
    return OF_THE_NODE.matcher(header).matches();
  }

  /** Whether it has no id of its own, so that another message may be just like it. */
  static boolean isNameless(Delivery delivery) {
    @Nullable String id = delivery.properties().getMessageId();
    return id == null || JobId.problemWith(id).isPresent();
  }

  /** The same however often it comes. */
  private static String digest(Delivery delivery) {
    BasicProperties properties = delivery.properties();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(delivery.body());
      String said =
          String.join(
              "\n",
              String.valueOf(properties.getType()),
              String.valueOf(properties.getMessageId()),
              String.valueOf(properties.getCorrelationId()),
              String.valueOf(properties.getAppId()),
              String.valueOf(properties.getTimestamp()),
              headers(properties).toString());
      digest.update(said.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
