package dev.duly.cli;

import dev.duly.backend.room.HealthIssue;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Exit;
import dev.duly.postgres.PostgresSchema;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description =
        "The tables in a PostgreSQL database. They are made and kept up to date when a worker or producer opens it; this is for"
            + " roles that may not.",
    footer = {"", "Example:", "  duly schema print"})
final class SchemaCommand {
  @ParentCommand Main main;

  @Command(
      name = "print",
      mixinStandardHelpOptions = true,
      description = "Prints all of it as SQL.",
      footer = {"", "Example:", "  duly schema print"})
  int print() {
    System.out.print(PostgresSchema.text());
    return Exit.OK;
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Shows the version of the schema, and what was altered by hand.",
      footer = {
        "",
        "Exit code 8 if it is not up to date.",
        "",
        "Example:",
        "  duly schema status --url postgresql://postgres@127.0.0.1/postgres"
      })
  int status() {
    try (PostgresSchema schema = schema()) {
      List<HealthIssue> findings = schema.status();
      HealthLines.show(findings, main.globals);
      return findings.stream().allMatch(f -> f.level() == HealthIssue.Level.OK)
          ? Exit.OK
          : Exit.UNHEALTHY;
    }
  }

  @Command(
      name = "migrate",
      mixinStandardHelpOptions = true,
      description =
          "Brings a database up to date. Safe while others work on it, and again after it was interrupted.",
      footer = {
        "",
        "Example:",
        "  duly schema migrate --url postgresql://postgres@127.0.0.1/postgres"
      })
  int migrate() {
    try (PostgresSchema schema = schema()) {
      schema.migrate();
      HealthLines.show(schema.status(), main.globals);
    }
    return Exit.OK;
  }

  private PostgresSchema schema() {
    String url = main.globals.url();
    if (!url.startsWith("postgres")) {
      throw CommandFailure.usage(
          "schema is about PostgreSQL: name a database with --url"
              + " postgresql://user:password@host/database. A SQLite file is brought up to date when"
              + " it is opened.");
    }
    try {
      return PostgresSchema.of(main.globals.urlWithPassword());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--url: " + e.getMessage());
    }
  }
}
