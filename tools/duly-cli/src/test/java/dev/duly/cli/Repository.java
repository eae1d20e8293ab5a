package dev.duly.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the files of the repository are that tests hold to the code. */
final class Repository {
  static final Path ROOT = Path.of("..", "..");
  static final Path DOCS = ROOT.resolve("docs");

  private Repository() {}

  /** The pages of {@code docs}, and those at the root, such as the README. */
  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(DOCS);
        Stream<Path> root = Files.list(ROOT)) {
      return Stream.concat(docs, root).filter(file -> file.toString().endsWith(".md")).toList();
    }
  }
}
