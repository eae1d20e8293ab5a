package dev.duly.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the demo's files lie: what its jobs read and what they make. */
record DemoFolder(Path root) {

  Path images() {
    return root.resolve("images");
  }

  Path thumbnails() {
    return root.resolve("thumbnails");
  }

  Path orders() {
    return root.resolve("orders.csv");
  }

  Path reports() {
    return root.resolve("reports");
  }

  Path search() {
    return root.resolve("search");
  }

  Path outbox() {
    return root.resolve("outbox");
  }

  /** While this file is there, the second mail server refuses every connection. */
  Path mailServerDown() {
    return root.resolve("smtp-2.down");
  }

  void create() {
    for (Path folder : List.of(images(), thumbnails(), reports(), search(), outbox())) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  void delete() {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a whole file or none: a handler that is run again finds no half of its work. */
  static void write(Path file, byte[] bytes) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part-" + Thread.currentThread().getId());
    Files.write(part, bytes);
    Files.move(part, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
