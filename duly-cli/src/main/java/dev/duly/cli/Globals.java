package dev.duly.cli;

import dev.duly.backend.Backend;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has, before or after its name. */
final class Globals {
  static final String URL_DEFAULT = "sqlite:duly.db";

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      defaultValue = Globals.URL_DEFAULT,
      description =
          "where the jobs are: sqlite:FILE, postgresql://user:password@host/database or redis://user:password@host:port/database (default: ${DEFAULT-VALUE})")
  String url = URL_DEFAULT;

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, json or jsonl (default: ${DEFAULT-VALUE})")
  Format format = Format.table;

  /** Names as they are typed. */
  enum Format {
    table,
    json,
    jsonl
  }

  /** Opens the store and makes it if it is not there: for commands that bring something. */
  Backend open() {
    return Stores.open(url, true);
  }

  /** Opens a store that must be there: for commands that look or act. */
  Backend openExisting() {
    return Stores.open(url, false);
  }

  Output output() {
    return new Output(format, System.out);
  }
}
