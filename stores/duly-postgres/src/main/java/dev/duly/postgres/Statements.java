package dev.duly.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The statements, one file each beside this class. Thread-safe. */
class Statements {
  private final Map<String, NamedSql> statements = new ConcurrentHashMap<>();
  private final Map<List<String>, NamedSql> together = new ConcurrentHashMap<>();

  /** The statement of {@code NAME.sql}. */
  final NamedSql of(String name) {
    return statements.computeIfAbsent(name, n -> NamedSql.parse(read(n + ".sql")));
  }

  /** The same, as the driver takes it. */
  final String text(String name) {
    return of(name).text();
  }

  /** Several as one, which the driver sends in one go: they commit together. */
  final NamedSql together(List<String> names) {
    NamedSql known = together.get(names);
    if (known == null) {
      known = NamedSql.together(names.stream().map(this::of).toList());
      together.put(List.copyOf(names), known);
    }
    return known;
  }

  /** Reads a file; what it says is kept. */
  String read(String name) {
    try (InputStream in = Statements.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
