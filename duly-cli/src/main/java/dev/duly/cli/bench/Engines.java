package dev.duly.cli.bench;

import java.util.List;
import java.util.Optional;

/** The engines that can be measured. */
final class Engines {
  private static final List<Engine> ALL = List.of(new SqliteEngine());

  private Engines() {}

  static Optional<Engine> named(String name) {
    return ALL.stream().filter(engine -> engine.name().equals(name)).findFirst();
  }

  static List<String> names() {
    return ALL.stream().map(Engine::name).toList();
  }
}
