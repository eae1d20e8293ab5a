package dev.duly.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
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

  /** Of every module but the benchmarks, which stand in packages of the library. */
  static List<Path> sources(String... ends) throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean ours = !folder.toString().matches(".*/(target|benchmarks|\\.git|\\.duly)");
            return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String path = file.toString();
            if (path.contains("/src/") && Stream.of(ends).anyMatch(path::endsWith)) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }
}
