package dev.duly.lab.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * Users, rights and policies of a node that is managed: in milliseconds, where a tool of the
 * package takes seconds.
 *
 * @param address of the management plugin
 */
public record RabbitApi(URI address) {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final String USER =
      Base64.getEncoder().encodeToString("guest:guest".getBytes(StandardCharsets.UTF_8));

  /**
   * Makes something, such as {@code put("/users/ana", "{\"password\": \"secret\", \"tags\":
   * \"\"}")}.
   */
  public void put(String path, String json) throws IOException {
    ask("PUT", path, BodyPublishers.ofString(json));
  }

  /** Removes something. */
  public void delete(String path) throws IOException {
    ask("DELETE", path, BodyPublishers.ofString(""));
  }

  private void ask(String method, String path, BodyPublisher body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/api" + path))
            .header("Authorization", "Basic " + USER)
            .version(HttpClient.Version.HTTP_1_1) // the node ends a connection that asks for more
            .timeout(WITHIN)
            .method(method, body)
            .build();
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IOException(
            method + " " + path + ": " + answer.statusCode() + " " + answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
