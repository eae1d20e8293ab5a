package dev.duly.rabbitmq;

import dev.duly.backend.room.HealthIssue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the node's management plugin tells beyond AMQP: how many messages are with consumers. The
 * node counts them every five seconds. Thread-safe.
 */
final class ManagementApi {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
  private static final int PAGE = 500;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final JsonFactory JSON = new JsonFactory();

  private final URI address;
  private final RabbitUrl url;
  private final String prefix;
  // Guarded by this; made when it is first asked, since it has a thread.
  private @Nullable HttpClient client;

  /** Opens nothing yet. */
  ManagementApi(URI address, RabbitUrl url, ObjectNames names) {
    this.address = address;
    this.url = url;
    this.prefix = names.prefix();
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();
    }
    return client;
  }

  /** By the name of each of our queues on the node; empty if the API does not tell. */
  Optional<Map<String, Long>> unacknowledged() {
    try {
      return Optional.of(read());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether it tells. */
  HealthIssue health() {
    try {
      read();
      return HealthIssue.ok("the management API at " + address + " tells what runs");
    } catch (IOException e) {
      return HealthIssue.warning(
          "the management API at " + address + " does not tell what runs: " + e.getMessage(),
          "rabbitmq-plugins enable rabbitmq_management; rabbitmqctl set_user_tags "
              + url.user()
              + " monitoring");
    }
  }

  private Map<String, Long> read() throws IOException {
    Map<String, Long> all = new HashMap<>();
    int pages = 1;
    for (int page = 1; page <= pages; page++) {
      pages = read(page, all);
    }
    return all;
  }

  /** Returns how many pages there are. */
  private int read(int page, Map<String, Long> into) throws IOException {
    HttpResponse<InputStream> response = ask(page);
    try (InputStream body = response.body()) {
      if (response.statusCode() == UNAUTHORIZED) {
        throw new IOException("user " + url.user() + " may not read it");
      }
      if (response.statusCode() != OK) {
        throw new IOException("it answered with status " + response.statusCode());
      }
      return parse(body, into);
    } catch (JacksonException e) {
      throw new IOException("what it answered is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private HttpResponse<InputStream> ask(int page) throws IOException {
    String asked =
        String.format(
            "%s/api/queues/%s?page=%d&page_size=%d&use_regex=true&name=%s"
                + "&columns=name,messages_unacknowledged",
            address.toString().replaceAll("/+$", ""),
            encoded(url.vhost()),
            page,
            PAGE,
            encoded("^" + prefix + "\\."));
    String credentials = url.user() + ":" + url.password();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(asked))
            .timeout(ANSWER_WITHIN)
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
            .build();
    try {
      return client().send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the wait for its answer was interrupted", e);
    } catch (IOException e) {
      throw new IOException(e.getMessage() == null ? "there is no answer" : e.getMessage(), e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * {@code {"page_count":1,"items":[{"name":"duly.default.normal","messages_unacknowledged":3}]}}
   */
  private static int parse(InputStream body, Map<String, Long> into) {
    int pages = 1;
    String queue = "";
    long unacknowledged = 0;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.END_OBJECT && !queue.isEmpty()) {
          into.put(queue, unacknowledged);
          queue = "";
          unacknowledged = 0;
        } else if (token == JsonToken.PROPERTY_NAME) {
          switch (parser.currentName()) {
            case "page_count" -> pages = parser.nextIntValue(1);
            case "name" -> queue = String.valueOf(parser.nextStringValue());
            case "messages_unacknowledged" -> unacknowledged = parser.nextLongValue(0);
            default -> parser.nextToken();
          }
        }
      }
    }
    return pages;
  }
}
