package dev.duly.lab.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads what all processes wrote. */
public final class HistoryReader {
  private HistoryReader() {}

  /**
   * The events of every {@code .history} file in the folder; a last line that is not whole is left
   * out.
   */
  public static List<Event> read(Path folder) throws IOException {
    List<Event> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".history")).toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          lines.forEach(line -> Event.parse(line).ifPresent(events::add));
        }
      }
    }
    return events;
  }
}
