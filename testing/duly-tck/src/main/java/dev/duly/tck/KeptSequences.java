package dev.duly.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sequences that failed once, shrunk, kept in {@code kept-sequences.txt} as they were shown: {@code
 * [ENQUEUE(17,3,250), CLAIM(4,0,9)]} in a line of its own, below a {@code #} that says what it
 * found.
 */
final class KeptSequences {
  private static final String FILE = "kept-sequences.txt";
  private static final Pattern ACTION = Pattern.compile("([A-Z_]+)\\((\\d+),(\\d+),(\\d+)\\)");
  private static final Pattern LINE =
      Pattern.compile("\\[" + ACTION.pattern() + "(, " + ACTION.pattern() + ")*]");

  private KeptSequences() {}

  static List<List<Action>> all() {
    try (InputStream file = KeptSequences.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("no " + FILE + " beside " + KeptSequences.class);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(KeptSequences::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Action> read(String line) {
    if (!LINE.matcher(line).matches()) {
      throw new IllegalArgumentException(FILE + ": not a sequence as the kit shows it: " + line);
    }
    Matcher action = ACTION.matcher(line);
    return Stream.generate(() -> action)
        .takeWhile(Matcher::find)
        .map(
            found ->
                new Action(
                    Action.Kind.valueOf(found.group(1)),
                    Integer.parseInt(found.group(2)),
                    Integer.parseInt(found.group(3)),
                    Integer.parseInt(found.group(4))))
        .toList();
  }
}
