package dev.duly.cli.bench;

import java.util.List;
import java.util.Optional;

/** The engines that can be measured. */
final class Engines {
  private Engines() {}

  /**
   * An engine.
   *
   * @param url of any store on it, where that tells one server from another
   */
  static Optional<Engine> named(String name, String url) {
    return switch (name) {
      case "sqlite" -> Optional.of(new SqliteEngine());
      case "postgres" -> Optional.of(new PostgresEngine(url));
      case "redis" -> Optional.of(new RedisEngine(url));
      case "rabbitmq" -> Optional.of(new RabbitEngine(url));
      default -> Optional.empty();
    };
  }

  static List<String> names() {
    return List.of("sqlite", "postgres", "redis", "rabbitmq");
  }
}
