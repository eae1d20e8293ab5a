package dev.duly.cli;

import dev.duly.backend.Backend;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command in this process, on a file of the test's own, and keeps what it prints. */
abstract class CommandHarness {
  @TempDir Path folder;
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final InputStream realIn = System.in;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setOut(realOut);
    System.setErr(realErr);
    System.setIn(realIn);
  }

  int duly(String... words) {
    return dulyReading("", words);
  }

  /** On a file of the test's own, unless the words name another. */
  int dulyReading(String in, String... words) {
    System.setIn(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)));
    List<String> all = new ArrayList<>();
    for (String word : words) {
      all.add(word.equals("\u0000") ? "" : word);
    }
    if (!all.contains("--url")) {
      all.add("--url");
      all.add("sqlite:" + folder.resolve("jobs.db"));
    }
    return Main.run(System.getenv(), this::seen, all.toArray(new String[0]));
  }

  /** What commands see of the backend that they open. */
  Backend seen(Backend opened) {
    return opened;
  }

  String out() {
    return taken(out);
  }

  String err() {
    return taken(err);
  }

  private static synchronized String taken(ByteArrayOutputStream stream) {
    String text = stream.toString(StandardCharsets.UTF_8);
    stream.reset();
    return text;
  }
}
