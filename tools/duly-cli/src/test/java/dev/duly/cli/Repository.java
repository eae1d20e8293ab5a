package dev.duly.cli;

import java.nio.file.Path;

/** Where the files of the repository are that tests hold to the code. */
final class Repository {
  static final Path ROOT = Path.of("..", "..");
  static final Path DOCS = ROOT.resolve("docs");

  private Repository() {}
}
