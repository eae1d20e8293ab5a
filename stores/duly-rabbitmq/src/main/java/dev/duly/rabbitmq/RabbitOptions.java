package dev.duly.rabbitmq;

import dev.duly.job.DurationText;
import dev.duly.job.Names;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How jobs are kept in RabbitMQ. An immutable value.
 *
 * @param prefix what the names of all queues and exchanges begin with; {@code duly} by default
 * @param heartbeat a connection is lost after two in vain; 10 s by default, from 1 s to 10 minutes
 * @param consumerTimeout the node's {@code consumer_timeout}: how long it lets a message be
 *     unacknowledged, and so the longest that an attempt can last; 30 minutes by default, which is
 *     also that of RabbitMQ
 * @param foreign the type of the jobs that messages of other programs are, if they say none; empty:
 *     such a message becomes a dead letter
 * @param management the node's management API, as {@code http://localhost:15672}, which is asked as
 *     the same user what runs; empty: what runs is not known
 */
public record RabbitOptions(
    String prefix,
    Duration heartbeat,
    Duration consumerTimeout,
    Optional<String> foreign,
    Optional<URI> management) {
  static final Set<String> NAMES =
      Set.of("prefix", "heartbeat", "consumer-timeout", "foreign", "management");

  private static final Duration HEARTBEAT_MIN = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT_MAX = Duration.ofMinutes(10);
  private static final Duration TIMEOUT_MIN = Duration.ofSeconds(1);
  private static final Duration TIMEOUT_MAX = Duration.ofDays(7);

  public static final RabbitOptions DEFAULT =
      new RabbitOptions(
          "duly",
          Duration.ofSeconds(10),
          Duration.ofMinutes(30),
          Optional.empty(),
          Optional.empty());

  /**
   * Checks.
   *
   * @throws IllegalArgumentException that names everything that is wrong
   */
  public RabbitOptions {
    List<String> problems = new ArrayList<>();
    if (!prefix.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}")) {
      problems.add(
          "prefix must be 1 to 32 characters of A-Z a-z 0-9 _ - and begin with a letter or digit,"
              + " was "
              + Names.quoted(prefix));
    }
    range("heartbeat", heartbeat, HEARTBEAT_MIN, HEARTBEAT_MAX, problems);
    range("consumer-timeout", consumerTimeout, TIMEOUT_MIN, TIMEOUT_MAX, problems);
    foreign
        .flatMap(Names::problemWithType)
        .map(text -> "foreign: " + text)
        .ifPresent(problems::add);
    management
        .filter(address -> !isAddress(address))
        .map(RabbitOptions::noAddress)
        .ifPresent(problems::add);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  private static boolean isAddress(URI uri) {
    String scheme = String.valueOf(uri.getScheme());
    return scheme.matches("https?")
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  private static String noAddress(Object said) {
    return "management must be http://host:port or https://host:port, without a user, was "
        + Names.quoted(said.toString());
  }

  private static void range(
      String name, Duration value, Duration min, Duration max, List<String> problems) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      problems.add(
          name
              + " must be between "
              + DurationText.of(min)
              + " and "
              + DurationText.of(max)
              + ", was "
              + DurationText.shown(value));
    }
  }

  /** With those that a URL has, which count more. */
  RabbitOptions with(Map<String, String> url) {
    return new RabbitOptions(
        url.getOrDefault("prefix", prefix),
        time(url, "heartbeat", heartbeat),
        time(url, "consumer-timeout", consumerTimeout),
        Optional.ofNullable(url.get("foreign")).or(() -> foreign),
        Optional.ofNullable(url.get("management"))
            .map(RabbitOptions::address)
            .or(() -> management));
  }

  private static URI address(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(noAddress(text), e);
    }
  }

  private static Duration time(Map<String, String> url, String name, Duration otherwise) {
    return url.containsKey(name) ? DurationText.parse(url.get(name)) : otherwise;
  }

  public RabbitOptions withPrefix(String prefix) {
    return new RabbitOptions(prefix, heartbeat, consumerTimeout, foreign, management);
  }

  public RabbitOptions withHeartbeat(Duration heartbeat) {
    return new RabbitOptions(prefix, heartbeat, consumerTimeout, foreign, management);
  }

  public RabbitOptions withConsumerTimeout(Duration consumerTimeout) {
    return new RabbitOptions(prefix, heartbeat, consumerTimeout, foreign, management);
  }

  public RabbitOptions withForeign(String type) {
    return new RabbitOptions(prefix, heartbeat, consumerTimeout, Optional.of(type), management);
  }

  public RabbitOptions withManagement(URI address) {
    return new RabbitOptions(prefix, heartbeat, consumerTimeout, foreign, Optional.of(address));
  }
}
