package dev.duly.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The statements, one file each beside this class. Thread-safe. */
class Statements {
  private final Map<String, String> texts = new ConcurrentHashMap<>();
  private final Map<List<String>, String> together = new ConcurrentHashMap<>();

  /** The text of {@code NAME.sql}. */
  final String text(String name) {
    return texts.computeIfAbsent(name, n -> read(n + ".sql"));
  }

  /** Several as one text, which the driver sends in one go: they commit together. */
  final String together(List<String> names) {
    String known = together.get(names);
    if (known == null) {
      known = names.stream().map(this::text).collect(Collectors.joining(";\n"));
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
