package dev.duly.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryWriterTest {
  @TempDir private Path folder;

  /** As a worker interrupts a handler whose claim is lost. */
  @Test
  void a_thread_that_is_interrupted_writes_and_so_does_the_next() throws IOException {
    try (HistoryWriter writer = new HistoryWriter(folder, "worker-1")) {
      Thread.currentThread().interrupt();
      writer.write(Event.What.START, "a");
      assertThat(Thread.interrupted()).isTrue();
      writer.write(Event.What.START, "b");
    }
    assertThat(Files.readAllLines(folder.resolve("worker-1.history")))
        .extracting(line -> Event.parse(line).orElseThrow().id())
        .containsExactly("a", "b");
  }
}
